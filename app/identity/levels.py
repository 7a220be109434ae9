"""How much each way of identifying a person proves."""

from app.vocabulary import IdentityLevel, IdentityMethod

METHOD_LEVEL: dict[IdentityMethod, IdentityLevel] = {
    IdentityMethod.EMAIL_CODE: IdentityLevel.CONTACT_ON_FILE,
    IdentityMethod.CALL_BACK: IdentityLevel.TWO_SIGNS,
    IdentityMethod.LETTER: IdentityLevel.TWO_SIGNS,
    IdentityMethod.IN_PERSON: IdentityLevel.SUBSTANTIAL,
}

// Identity numbers, which do not belong in notes and letters.
const LIKE = /(?:^|\D)(?:(?:19|20)?\d{6}[-+ ]\d{4}|\d{6} ?\d{5})(?!\d)/;

/** Tell whether a text seems to hold a Swedish or Norwegian identity number. */
export const looksLikeIdentityNumber = (text) => LIKE.test(text ?? "");

"""Settings of an organisation, section by section: what each form holds, and what a profile becomes by it."""

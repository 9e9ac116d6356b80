/** Forms of identifiers, each with a name and an example under `form.` in the locales. */
export const identifierForms = ['id', 'version', 'page', 'folder', 'doi', 'command'] as const

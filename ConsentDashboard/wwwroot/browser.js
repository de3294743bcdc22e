// What only the browser knows or can do for a page; imported by the page that needs it.
export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
export const copy = text => navigator.clipboard.writeText(text);
export const submit = form => form.submit();

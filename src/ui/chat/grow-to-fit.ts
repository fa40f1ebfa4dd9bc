/** Makes a text field as tall as its text where the browser cannot do it by itself (`field-sizing`). */
const byItself = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

export function growToFit(field: HTMLTextAreaElement): void {
  if (byItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

// Submitting a form as if its button had been pressed, also where requestSubmit() is unknown
// (Safari before 16): validation and Turbo then see it as usual.

export function submit(form: HTMLFormElement): void {
  if (typeof form.requestSubmit === "function") {
    form.requestSubmit();
    return;
  }
  const button = form.querySelector<HTMLElement>("[type=submit], button:not([type])");
  if (button) button.click();
  else form.submit();
}

// Reading a form and putting it back to where it started.

let pressed: HTMLButtonElement | null = null;

/** The button that submitted a form; Safari before 15.4 does not say, so the last one pressed. */
export function submitter(event: SubmitEvent): HTMLButtonElement | null {
  const button = event.submitter ?? pressed;
  return button instanceof HTMLButtonElement && button.form === event.target ? button : null;
}

/** Remembers the buttons that are pressed from now on. */
export function watchPresses(): void {
  document.addEventListener(
    "click",
    (event) => {
      pressed = event.target instanceof Element ? event.target.closest("button") : null;
    },
    { capture: true },
  );
}

/** The form urlencoded, as if it were submitted with this button. */
export function formBody(form: HTMLFormElement, button: HTMLButtonElement): string {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") body.append(name, value);
  }
  if (button.name) body.append(button.name, button.value);
  return body.toString();
}

/** Gives a field its first value again and tells whoever watches it. */
export function restore(field: HTMLInputElement | HTMLSelectElement): void {
  if (field instanceof HTMLSelectElement) {
    const marked = Array.from(field.options).findIndex((option) => option.defaultSelected);
    field.selectedIndex = Math.max(0, marked);
  } else {
    field.value = field.defaultValue;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

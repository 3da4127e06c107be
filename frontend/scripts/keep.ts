// What a page that refreshes itself must not take from the person: half-typed fields, what stands
// open, and what the browser alone knows.

/** Whether a field holds something else than the page gave it. */
export function differs(element: Element): boolean {
  if (element instanceof HTMLInputElement) {
    const ticked = element.type === "checkbox" || element.type === "radio";
    if (ticked) return element.checked !== element.defaultChecked;
    return element.type !== "hidden" && element.value !== element.defaultValue;
  }
  if (element instanceof HTMLTextAreaElement) return element.value !== element.defaultValue;
  if (element instanceof HTMLSelectElement) return chosenOtherwise(Array.from(element.options));
  return false;
}

/** A list whose page marks nothing as chosen stands on its first entry. */
export function chosenOtherwise(options: Pick<HTMLOptionElement, "selected" | "defaultSelected">[]): boolean {
  const marked = options.some((option) => option.defaultSelected);
  return options.some((option, index) => option.selected !== (marked ? option.defaultSelected : index === 0));
}

/** Spares such elements when Turbo morphs the page; also all marked data-keep. */
export function keepElement(event: Event): void {
  const element = event.target;
  if (!(element instanceof Element)) return;
  if (element.hasAttribute("data-keep") || differs(element)) event.preventDefault();
}

/** Spares what stands open, revealed or busy. */
export function keepAttribute(event: Event): void {
  const element = event.target;
  if (!(element instanceof Element)) return;
  const name = (event as CustomEvent<{ attributeName: string }>).detail.attributeName;
  const open = element instanceof HTMLDetailsElement && name === "open";
  const revealed = element.hasAttribute("data-needs") && name === "hidden";
  if (open || revealed || name === "aria-busy") event.preventDefault();
}

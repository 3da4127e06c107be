// "Near me": fills the form's `near` field with the browser's position (WGS-84, longitude first)
// and submits. A position stands instead of a place name, so `q` is emptied.
//
//   <button type="button" data-act="geolocate" data-needs="geolocation" hidden>…</button>
//   <p data-geolocate="denied" hidden>…</p>  <p data-geolocate="failed" hidden>…</p>

import { submit } from "./submit";

/** Five decimals are about a metre, as much as a distance in tens of metres needs. */
export function near(longitude: number, latitude: number): string {
  return `${longitude.toFixed(5)},${latitude.toFixed(5)}`;
}

export function geolocate(button: HTMLElement): void {
  const form = button.closest("form");
  if (!form || button.getAttribute("aria-busy") === "true") return;
  const told = Array.from(form.querySelectorAll<HTMLElement>("[data-geolocate]"));
  for (const note of told) note.hidden = true;
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.removeAttribute("aria-busy");
      fill(form, "near", near(coords.longitude, coords.latitude));
      fill(form, "q", "");
      submit(form);
    },
    (error) => {
      button.removeAttribute("aria-busy");
      const why = error.code === error.PERMISSION_DENIED ? "denied" : "failed";
      for (const note of told) note.hidden = note.dataset["geolocate"] !== why;
    },
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
  );
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}

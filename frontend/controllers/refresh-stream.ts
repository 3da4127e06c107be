// A page that follows the server: its stream of events says only that something changed, and the
// page fetches itself again. Each open stream holds one of the browser's six connections, so it
// lives only while the page is seen, and one refresh catches up on what was missed meanwhile.
//
//   <main data-controller="refresh-stream" data-refresh-stream-url-value="/desk/stream">
//
// When the page cannot be fetched, Turbo would load its address anew, and the browser would put a
// page of its own in its place. What is seen stays instead, until there is a network again.
//
// Events carry <turbo-stream action="refresh"></turbo-stream> or any other Turbo stream. The page
// needs <meta name="turbo-refresh-method" content="morph"> and
// <meta name="turbo-refresh-scroll" content="preserve">.

import { Controller } from "@hotwired/stimulus";
import { navigator, renderStreamMessage, type TurboFetchRequestErrorEvent } from "@hotwired/turbo";
import { coalesce } from "../scripts/coalesce";
import { keepAttribute, keepElement } from "../scripts/keep";

declare module "@hotwired/turbo" {
  /** What its types leave out. */
  interface Navigator {
    stop(): void;
  }
}

const REFRESH = '<turbo-stream action="refresh"></turbo-stream>';

/** As long as the server gathers changes before it sends word. */
const WAIT = 300;

export default class RefreshStream extends Controller<HTMLElement> {
  static override values = { url: String };

  declare readonly urlValue: string;

  private source: EventSource | undefined;
  private missed = false;
  private readonly refresh = coalesce(() => renderStreamMessage(REFRESH), WAIT);
  private readonly failed = (event: TurboFetchRequestErrorEvent) => {
    if (event.detail.request.url.href !== location.href) return;
    event.preventDefault();
    // A visit that neither ended nor failed would stand in the way of every later one.
    navigator.stop();
    this.missed = true;
  };
  private readonly online = () => this.catchUp();
  private readonly seen = () => (document.hidden ? this.close() : this.open());

  override connect(): void {
    document.addEventListener("visibilitychange", this.seen);
    document.addEventListener("turbo:fetch-request-error", this.failed);
    window.addEventListener("online", this.online);
    document.addEventListener("turbo:before-morph-element", keepElement);
    document.addEventListener("turbo:before-morph-attribute", keepAttribute);
    this.seen();
  }

  override disconnect(): void {
    document.removeEventListener("visibilitychange", this.seen);
    document.removeEventListener("turbo:fetch-request-error", this.failed);
    window.removeEventListener("online", this.online);
    document.removeEventListener("turbo:before-morph-element", keepElement);
    document.removeEventListener("turbo:before-morph-attribute", keepAttribute);
    this.close();
    this.missed = false;
    this.refresh.cancel();
  }

  private open(): void {
    if (this.source) return;
    this.source = new EventSource(this.urlValue);
    this.source.onopen = () => this.catchUp();
    // The browser connects again by itself; what happened in between was not heard.
    this.source.onerror = () => {
      this.missed = true;
    };
    this.source.onmessage = ({ data }: MessageEvent<string>) => {
      if (data.includes('action="refresh"')) this.refresh();
      else renderStreamMessage(data);
    };
  }

  private catchUp(): void {
    if (this.missed) this.refresh();
    this.missed = false;
  }

  private close(): void {
    if (!this.source) return;
    this.source.close();
    this.source = undefined;
    this.missed = true;
  }
}

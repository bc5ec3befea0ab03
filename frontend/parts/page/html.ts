// What server-rendered parts are made of: Hono's escaped templates, and the view that each part is given.
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export { html, raw };
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A boolean attribute: its name with a blank before it, or nothing. Only for names written in our own code. */
export function flag(isOn: boolean, name: string): Html | "" {
  return isOn ? raw(` ${name}`) : "";
}

// Finds user agents: the value of a User-Agent header, a quoted one in a web log, or a browser's own form.
import { type Sheet, take } from "./sheet.ts";

const header = /user-agent["']?[ \t]*[:=][ \t]*["']?([^"'\r\n]{3,500})/gi;
const browser =
  /Mozilla\/\d\.\d \([^()\r\n"]{1,200}\)(?: (?:[A-Za-z][A-Za-z0-9_.-]{1,40}\/[\w.]{1,40}|\([^()\r\n"]{1,100}\))){0,12}/g;
/** Last quoted field of Apache's and nginx's combined log. */
const combined = /" \d{3} (?:\d+|-) "[^"\r\n]{0,2000}" "([^"\r\n]{4,500})"/g;

export function scanUserAgents(sheet: Sheet): void {
  for (const pattern of [header, combined, browser])
    for (const match of sheet.text.matchAll(pattern)) {
      const value = (match[1] ?? match[0]).trimEnd().replace(/[,;]$/, "");
      if (value === "-" || value.length < 3) continue;
      const start = match.index + match[0].lastIndexOf(match[1] ?? match[0]);
      take(sheet, { kind: "user_agent", value, start, end: start + value.length, isChecked: false });
    }
}

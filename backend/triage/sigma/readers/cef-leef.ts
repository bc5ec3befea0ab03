// The two formats in which firewalls and other appliances send events: CEF (ArcSight, revision 25) and LEEF 1.0 and 2.0 (IBM).

import type { LogsourceHint } from "../logsources.ts";
import type { LineFormat } from "./line-format.ts";

const cefHeader =
  /CEF:(\d+)\|((?:[^|\\]|\\.)*)\|((?:[^|\\]|\\.)*)\|((?:[^|\\]|\\.)*)\|((?:[^|\\]|\\.)*)\|((?:[^|\\]|\\.)*)\|((?:[^|\\]|\\.)*)\|(.*)$/s;
const leefHeader = /LEEF:([12]\.0)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|(?:([^|\t]{1,6})\|)?(.*)$/s;

/** Sigma's firewall, proxy and antivirus names for keys of either format. */
const sigmaNames: Record<string, string> = {
  src: "src_ip",
  dst: "dst_ip",
  spt: "src_port",
  dpt: "dst_port",
  srcPort: "src_port",
  dstPort: "dst_port",
  act: "action",
  request: "c-uri",
  url: "c-uri",
  requestMethod: "cs-method",
  method: "cs-method",
  requestClientApplication: "c-useragent",
  shost: "src_host",
  dhost: "dst_host",
  suser: "User",
  usrName: "User",
  fname: "Filename",
  filePath: "Filename",
  rt: "timestamp",
  devTime: "timestamp",
  query: "query",
};

export const cefFormat: LineFormat = {
  name: "CEF",
  recognises: (line) => cefHeader.test(line.slice(0, 4_096)),
  parse: (line) => {
    const found = cefHeader.exec(line);
    if (found === null) return null;
    const [, , vendor = "", product = "", version = "", classId = "", name = "", severity = "", extension = ""] = found;
    const event: Record<string, unknown> = {
      ...header(vendor, product, version, classId),
      name: unescaped(name),
      severity,
    };
    const keys = [...extension.matchAll(/(?:^|\s)([\w.[\]-]+)=/g)];
    for (const [index, found2] of keys.entries()) {
      const start = found2.index + found2[0].length;
      const end = keys[index + 1]?.index ?? extension.length;
      event[found2[1] ?? ""] = unescaped(extension.slice(start, end).trim());
    }
    withLabels(event);
    return { event: named(event, line), logsource: kindOf(vendor, product) };
  },
};

export const leefFormat: LineFormat = {
  name: "LEEF",
  recognises: (line) => leefHeader.test(line.slice(0, 4_096)),
  parse: (line) => {
    const found = leefHeader.exec(line);
    if (found === null) return null;
    const [, format, vendor = "", product = "", version = "", eventId = "", delimiter, attributes = ""] = found;
    const event: Record<string, unknown> = header(vendor, product, version, eventId);
    const separator = format === "1.0" || delimiter === undefined ? "\t" : delimiterOf(delimiter);
    for (const pair of attributes.split(separator)) {
      const at = pair.indexOf("=");
      if (at > 0) event[pair.slice(0, at).trim()] = pair.slice(at + 1);
    }
    return { event: named(event, line), logsource: kindOf(vendor, product) };
  },
};

function header(vendor: string, product: string, version: string, classId: string): Record<string, unknown> {
  return {
    deviceVendor: unescaped(vendor),
    deviceProduct: unescaped(product),
    deviceVersion: unescaped(version),
    deviceEventClassId: unescaped(classId),
  };
}

function unescaped(text: string): string {
  return text.replace(/\\([\\|=nr])/g, (_, character: string) =>
    character === "n" ? "\n" : character === "r" ? "\r" : character,
  );
}

/** LEEF 2.0 names its delimiter as a character or as its code in hexadecimal. */
function delimiterOf(text: string): string {
  const code = /^(?:0x|x)([0-9a-fA-F]{1,4})$/.exec(text)?.[1];
  return code === undefined ? text : String.fromCharCode(Number.parseInt(code, 16));
}

/** `cs1=value cs1Label=Policy` gives a field of the label's name as well. */
function withLabels(event: Record<string, unknown>): void {
  for (const [key, label] of Object.entries(event)) {
    const base = /^(.+)Label$/.exec(key)?.[1];
    if (base !== undefined && typeof label === "string" && event[base] !== undefined) event[label] ??= event[base];
  }
}

function named(event: Record<string, unknown>, line: string): Record<string, unknown> {
  for (const [key, name] of Object.entries(sigmaNames)) if (event[key] !== undefined) event[name] ??= event[key];
  event["raw"] = line;
  return event;
}

function kindOf(vendor: string, product: string): LogsourceHint {
  const text = `${vendor} ${product}`.toLowerCase();
  const vendors = [
    "fortinet:fortigate",
    "palo alto:paloalto",
    "cisco:cisco",
    "check point:checkpoint",
    "sophos:sophos",
  ];
  const known = vendors.find((pair) => text.includes(pair.split(":")[0] ?? "~"))?.split(":")[1];
  const isWeb = /proxy|web|waf|bluecoat|zscaler|squid/.test(text);
  const categories = isWeb ? ["proxy", "webserver", "firewall"] : ["firewall", "appliance"];
  return known === undefined ? { categories } : { product: known, categories };
}

// Buttons and links that are called the same and do different things: a person who hears them one by one must be able to tell them apart (WCAG 2.4.4, 2.4.6).
import type { CDPSession } from "playwright-core";

interface Spoken {
  nodeId: string;
  parentId?: string | undefined;
  ignored: boolean;
  role: string;
  name: string;
  description: string;
  url: string;
}

/** What says of which thing an act is: the row or the entry that it stands in, or a part that has a name. */
const rows = new Set(["row", "listitem", "article", "cell", "gridcell", "LayoutTableRow"]);
const parts = new Set([
  "region",
  "group",
  "form",
  "dialog",
  "navigation",
  "toolbar",
  "tabpanel",
  "radiogroup",
  "list",
  "Date",
  "DateTime",
]);

/**
 * Acts that share their role, name and description, go to different places, and stand in nothing that tells them apart.
 * @param cdp a session of the page (Chromium).
 */
export async function findEqualNames(cdp: CDPSession): Promise<string[]> {
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  const all = new Map<string, Spoken>();
  for (const node of nodes)
    all.set(node.nodeId, {
      nodeId: node.nodeId,
      parentId: node.parentId,
      ignored: node.ignored,
      role: String(node.role?.value ?? ""),
      name: String(node.name?.value ?? "").trim(),
      description: String(node.description?.value ?? "").trim(),
      url: String(node.properties?.find(({ name }) => name === "url")?.value.value ?? ""),
    });
  const children = Map.groupBy(all.values(), ({ parentId }) => parentId);
  const textOf = (node: Spoken): string =>
    node.role === "StaticText"
      ? node.name
      : (children.get(node.nodeId) ?? [])
          .map(textOf)
          .filter((one) => one !== "")
          .join(" ");
  const placeOf = (node: Spoken): string => {
    const around: string[] = [];
    for (let one = all.get(node.parentId ?? ""); one; one = all.get(one.parentId ?? "")) {
      if (rows.has(one.role)) around.push(textOf(one));
      else if (parts.has(one.role) && one.name !== "") around.push(one.name);
    }
    return around.join(" < ");
  };
  const acts = [...all.values()].filter(({ ignored, role, name }) => !ignored && /^(button|link)$/.test(role) && name);
  const faults: string[] = [];
  for (const [, alike] of Map.groupBy(acts, ({ role, name, description }) => `${role} ${name} ${description}`)) {
    const [first] = alike;
    if (!first || alike.length < 2) continue;
    // Two links to one place are one act.
    const different = [...new Map(alike.map((one) => [one.role === "link" ? one.url : one.nodeId, one])).values()];
    const places = new Set(different.map(placeOf));
    if (places.size < different.length)
      faults.push(`${different.length} × ${first.role} "${first.name.slice(0, 50)}" cannot be told apart`);
  }
  return faults;
}

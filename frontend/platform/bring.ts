// What is fetched when it is first needed, a page or its words. A browser keeps in mind that a module did not come and asks no second time: only a page that is loaded anew gets it.

/** A part of the house did not come: the line broke, or the house was renewed and no longer has it. */
export class NotBrought extends Error {}

/**
 * @param load imports a part of the house
 * @throws NotBrought with what it failed of as its cause.
 */
export async function bring<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new NotBrought("a part of the page did not come", { cause: error });
  }
}

/** Whether the page would come, were it loaded anew: what it lacks and its own main script are there, or were replaced by another house's. */
export async function wouldComeAnew(lacking: NotBrought): Promise<boolean> {
  const own = document.querySelector("script[type=module][src]")?.getAttribute("src");
  if (own === null || own === undefined) return false;
  try {
    const parts = [own, ...partsOf(lacking)].map(
      async (one) => await fetch(one, { method: "HEAD", cache: "no-store" }),
    );
    if ((await Promise.all(parts)).every(({ ok }) => ok)) return true;
    const house = await fetch(location.pathname, { headers: { accept: "text/html" } });
    const text = await house.text();
    return house.ok && text.includes("<script") && !text.includes(own);
  } catch {
    return false;
  }
}

/** The addresses that a browser's own words name; some name none. */
function partsOf({ cause }: NotBrought): string[] {
  const said = cause instanceof Error ? cause.message : "";
  return (said.match(/https?:\/\/\S+\.js\b/g) ?? []).filter((one) => one.startsWith(`${location.origin}/`));
}

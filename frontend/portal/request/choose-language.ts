// Which language to speak: the one asked for, else the remembered one, else the browser's first that we speak. Pure.
/**
 * @param offered tags, the first for whoever wishes none of them.
 * @param onWish tags that are spoken to who asks for them on the page, and to no browser by itself.
 */
export function chooseLanguage<Tag extends string>(
  offered: readonly [Tag, ...Tag[]],
  wish: { asked?: string | undefined; remembered?: string | undefined; acceptLanguage?: string | undefined },
  onWish: readonly Tag[] = [],
): Tag {
  const chosen = [wish.asked, wish.remembered].map((tag) => [...offered, ...onWish].find((one) => one === tag));
  const accepted = acceptedTags(wish.acceptLanguage ?? "").map((tag) => offered.find((one) => one === tag));
  return [...chosen, ...accepted].find((tag) => tag !== undefined) ?? offered[0];
}

/** Primary tags of an Accept-Language header (RFC 9110, 12.5.4), best first. */
export function acceptedTags(header: string): string[] {
  return header
    .slice(0, 500)
    .split(",")
    .map((part, at) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(text)?.[1]).find(Boolean);
      return {
        tag: tag.trim().toLowerCase().split("-")[0] ?? "",
        quality: quality === undefined ? 1 : Number(quality),
        at,
      };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.at - b.at)
    .map(({ tag }) => tag);
}

// The header by which a page's script knows an answer as the portal's: a gateway on a bad line answers in our name too, with pages of its own. Pure.
export const pageMark = "toguna-page";

/** Whether the portal itself gave this answer, whatever it says. */
export function isPortals(response: Pick<Response, "headers">): boolean {
  return response.headers.get(pageMark) !== null;
}

// Types into every text field of a page, makes the page read its data again as a live change or a conflict does, and says what was lost.
import type { ElementHandle, Page } from "playwright-core";

/** What a field holds after it was typed into, and the words that it is known by. */
interface TypedField {
  label: string;
  value: string;
}

/** Counts the reads since it was made, so that a page that never asked again is not taken for one that kept everything. */
export interface Redrawing {
  /** What was lost, a sentence each; `read` how often the page asked again. */
  lost: string[];
  typed: number;
  read: number;
}

const fields =
  "textarea:not([readonly]):not(:disabled), input:is(:not([type]), [type=text], [type=email], [type=url], [type=tel], [type=number], [type=date], [type=datetime-local], [type=time]):not([readonly]):not(:disabled)";
/** Filters and searches take effect while they are typed: the answer that they ask for may take them along. */
const asking =
  "[data-kept], [data-asks], [role=search], .filters, .list-filters, .directory-filters, .more-filters, .palette";

/** Once a context, before its first page: the live stream can be told a change, and every change that is sent is answered with a conflict. */
export async function prepareRedrawing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const streams: EventSource[] = [];
    Object.assign(window, {
      liveStreams: streams,
      EventSource: class extends EventSource {
        constructor(...args: ConstructorParameters<typeof EventSource>) {
          super(...args);
          streams.push(this);
        }
      },
    });
  });
  await page.route("**/api/v1/**", async (route) => {
    const request = route.request();
    if (request.method() === "GET" || /\/(presence|drafts)/.test(request.url())) await route.fallback();
    else
      await route.fulfill({
        status: 409,
        contentType: "application/problem+json",
        body: JSON.stringify({ title: "Conflict", code: "conflict", detail: "Somebody changed this." }),
      });
  });
}

/** Types, makes the page draw anew twice, and compares. The page must have been prepared. */
export async function typeAndRedraw(page: Page): Promise<Redrawing> {
  const typed: TypedField[] = [];
  const boxes = (await page
    .locator(`main :is(${fields}), [role=dialog] :is(${fields})`)
    .elementHandles()) as ElementHandle<HTMLInputElement>[];
  for (const box of boxes) {
    if (!(await box.isVisible().catch(() => false))) continue;
    if (await box.evaluate((element, where) => element.closest(where) !== null, asking)) continue;
    // One line outside a form is a filter: what would be missed stands in a form, or has many lines.
    if (await box.evaluate((element) => element.tagName === "INPUT" && !element.closest("form, [role=dialog]")))
      continue;
    const type = (await box.getAttribute("type")) ?? "text";
    if (
      !(await box.fill(sample(type, typed.length), { timeout: 3_000 }).then(
        () => true,
        () => false,
      ))
    )
      continue;
    typed.push(
      await box.evaluate((element) => ({
        label: element.labels?.[0]?.textContent?.trim() ?? element.getAttribute("aria-label") ?? "?",
        value: element.value,
      })),
    );
  }
  if (typed.length === 0) return { lost: [], typed: 0, read: 0 };
  const seen = new Set<string>();
  let read = 0;
  const note = (request: { method(): string; url(): string }): void => {
    if (request.method() === "GET" && request.url().includes("/api/")) read++;
  };
  page.on("request", note);
  const lost: string[] = [];
  for (const means of ["a live change", "a conflict"] as const) {
    await page.evaluate(means === "a conflict" ? sendEveryForm : tellEverythingChanged);
    await page.waitForTimeout(900);
    const now = await page.evaluate(
      (where) => [...document.querySelectorAll<HTMLInputElement>(where)].map((box) => box.value),
      fields,
    );
    for (const { label, value } of typed)
      if (!now.includes(value) && !seen.has(label)) {
        seen.add(label);
        lost.push(`after ${means}, "${label}" had lost "${value}"`);
      }
    const focus = await page.evaluate(() => document.activeElement?.tagName ?? "BODY");
    if (focus === "BODY") lost.push(`after ${means}, nothing had the focus`);
  }
  page.off("request", note);
  return { lost, typed: typed.length, read };
}

function sample(type: string, index: number): string {
  if (type === "number") return String(3 + index);
  if (type === "date") return `2026-03-${String((index % 27) + 1).padStart(2, "0")}`;
  if (type === "datetime-local") return `2026-03-${String((index % 27) + 1).padStart(2, "0")}T10:15`;
  if (type === "time") return `10:${String(index % 60).padStart(2, "0")}`;
  if (type === "email") return `typed${index}@example.org`;
  if (type === "url") return `https://typed${index}.example`;
  if (type === "tel") return `+22320000${String(index).padStart(3, "0")}`;
  return `Typed by hand ${index}`;
}

/** Runs in the page: whatever it stands for, each report and case that it has read of is told to have changed. */
function tellEverythingChanged(): void {
  const streams = (window as unknown as { liveStreams: EventSource[] }).liveStreams;
  const ids = new Set<string>();
  for (const { name } of performance.getEntriesByType("resource"))
    for (const [id] of name.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)) ids.add(id);
  for (const stream of streams)
    for (const id of ids)
      for (const object of ["report", "case"])
        stream.dispatchEvent(
          new MessageEvent("change", { data: JSON.stringify({ object, id, action: "report.change", by: null }) }),
        );
}

/** Runs in the page: what stands in each form is sent as it is, as far as the form itself lets it go. */
function sendEveryForm(): void {
  for (const form of document.querySelectorAll("form")) {
    form.noValidate = true;
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]:not(:disabled)");
    if (button && !form.closest("[role=search]")) form.requestSubmit(button);
  }
}

// By the keyboard alone over every page of every room: each control is reached by Tab, each button is pressed by Enter, each dialog is gone through, left by Escape and gives the focus back; and the jobs of each room were among them.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../backend/identity/model.ts";
import { chromiumPath, openBrowser } from "../support/browser.ts";
import { checkLayout, findNameless } from "../support/check-layout.ts";
import { crawlRoom } from "../support/crawl-room.ts";
import { enterDemo } from "../support/enter-demo.ts";
import { openPerson } from "../support/identity-server.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { tabThrough } from "../support/tab-through.ts";
import { prepareRedrawing } from "../support/type-and-redraw.ts";

const timeout = 1_800_000;
const mostButtons = 12;

/** The desk is large: its pages by the first letter of their address, so that no walk comes near the limit. The first part has the room's own page too. */
const deskParts = ["a–c", "d–l", "m–q", "r–z"] as const;

function isOfPart(part: string, path: string): boolean {
  const [from = "", to = ""] = part.split("–");
  const letter = path.split("?")[0]?.split("/")[2]?.[0] ?? "a";
  return letter >= from && letter <= to;
}

/** Each job of each room, and the page where it is done: what begins with it must have been gone through. The longer ones are also done from end to end, where it is said. */
const rooms = [
  {
    role: "lead",
    room: "desk",
    jobs: {
      "triage and answer (keyboard-walk)": "/desk/reports",
      "work and close a case (keyboard-walk.long)": "/desk/cases",
      "write, test and approve a rule (keyboard-walk.long)": "/desk/rules",
      "warn many (keyboard-notify.long)": "/desk/notifications",
      "hand over": "/desk/handover",
      "be on call": "/desk/rota",
      "see the health of the service": "/desk/service",
      "hunt and bring in lists": "/desk/hunts",
      "keep the register": "/desk/directory",
      "bring in a register": "/desk/directory/imports",
      "bring in areas and shapes": "/desk/areas",
      "bring in old work": "/desk/old-work",
      "look at charts, map and tree map": "/desk/charts",
      "publish an advisory": "/desk/advisories",
      "take down": "/desk/takedowns",
      "disclose a vulnerability": "/desk/disclosure",
      "run a crisis": "/desk/crises",
      "talk to a party": "/desk/talking",
      "change the keys and its own settings": "/desk/me",
      "ask what would follow": "/desk/what-if",
    },
  },
  {
    role: "administrator",
    room: "desk",
    jobs: {
      "invite a person (keyboard-walk)": "/desk/people",
      "make a key for a machine": "/desk/api-keys",
      "see the health": "/desk/health",
    },
  },
  {
    role: "constituent_dpo",
    room: "console",
    jobs: {
      "file by law (keyboard-walk)": "/console/filings",
      "answer a person about their data": "/console/data-requests",
      "declare a processing": "/console/formalities",
      "assess oneself": "/console/assessments",
      "see what is due": "/console/calendar",
      "answer a warning": "/console/notices",
    },
  },
  {
    role: "officer_head",
    room: "office",
    jobs: {
      "acknowledge a filing and ask (keyboard-walk)": "/office/filings",
      "say which law it enforces (keyboard-walk)": "/office/authority",
      "decide a formality": "/office/formalities",
      inspect: "/office/inspections",
      levy: "/office/fund",
      "ask what would follow": "/office/what-if",
    },
  },
] as const;

describe.skipIf(!chromiumPath)("every page by its keys (install chromium to run these)", () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startServer({ args: ["--demo"], withinMs: 170_000 });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => void (await server?.stop()));

  const walks: { role: Role; room: string; jobs: Readonly<Record<string, string>>; part: string }[] = [];
  for (const { role, room, jobs } of rooms)
    for (const part of role === "lead" ? deskParts : ["a–z"]) walks.push({ role, room, jobs, part });
  test.each(walks)("of the $room as $role ($part)", { timeout }, async ({ role, room, jobs, part }) => {
    const person = await openPerson(browser, { language: "en", width: 1280, height: 900 });
    const { page } = person;
    await page.emulateMedia({ reducedMotion: "reduce" });
    await enterDemo(page, server.url, room, role);
    await prepareRedrawing(page);
    page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
    const cdp = await page.context().newCDPSession(page);
    const faults: string[] = [];
    const walked: string[] = [];
    let [stops, dialogs] = [0, 0];
    await crawlRoom(
      page,
      server.url,
      room,
      async (path) => {
        // The page of the parts shows each part in each state, also in those that cannot be operated.
        if (path.endsWith("/parts")) return;
        walked.push(path);
        const say = (fault: string): void => void faults.push(`${path}: ${fault}`);
        const found = await tabThrough(page);
        stops += found.stops;
        found.faults.forEach(say);
        for (const name of await buttonsOf(page)) {
          await stand(page, `${server.url}${path}`);
          const button = page.locator("main").getByRole("button", { name, exact: true }).first();
          if (!(await button.focus({ timeout: 2_000 }).then(isDone, isNotDone))) continue;
          await page.keyboard.press("Enter");
          await page.waitForTimeout(250);
          if ((await page.getByRole("dialog").count()) > 0) {
            dialogs++;
            const inside = await tabThrough(page);
            stops += inside.stops;
            const all = [...inside.faults, ...(await checkLayout(page)), ...(await findNameless(cdp))];
            all.forEach((fault) => say(`[${name}] ${fault}`));
            for (let at = 0; at < 3 && (await page.getByRole("dialog").count()) > 0; at++) {
              await page.keyboard.press("Escape");
              await page.waitForTimeout(200);
            }
            if ((await page.getByRole("dialog").count()) > 0) say(`[${name}] Escape does not leave the dialog`);
          }
          const isKept = await page
            .waitForFunction(() => document.activeElement && document.activeElement !== document.body, undefined, {
              timeout: 10_000,
            })
            .then(isDone, isNotDone);
          if (!isKept) say(`[${name}] the focus was lost`);
        }
      },
      undefined,
      (path) => isOfPart(part, path),
    );
    console.info(`${room} as ${role} (${part}): ${walked.length} pages, ${dialogs} dialogs, ${stops} stops`);
    expect(faults).toEqual([]);
    for (const path of Object.values(jobs).filter((one) => isOfPart(part, one)))
      expect(
        walked.some((one) => one.split("?")[0] === path),
        path,
      ).toBe(true);
    await person.context.close();
  });
});

const isDone = (): boolean => true;
const isNotDone = (): boolean => false;

/** The page as it is when somebody comes to it. */
async function stand(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("main").first().waitFor({ timeout: 45_000 });
  await page.waitForFunction(() => !document.querySelector(".skeleton"), undefined, { timeout: 45_000 });
  await page.waitForTimeout(100);
}

async function buttonsOf(page: Page): Promise<string[]> {
  const names = await page
    .locator("main button[type=button]:visible")
    .evaluateAll((all) =>
      all
        .filter((one) => !(one as HTMLButtonElement).disabled)
        .map((one) => one.getAttribute("aria-label") ?? one.textContent?.trim() ?? ""),
    );
  return [...new Set(names.filter((name) => name !== ""))].slice(0, mostButtons);
}

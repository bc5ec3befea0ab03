// Pages of a crisis for everybody: statements, the note on the first page, the confirmation of a situation report, a slip that waits.
import type { SituationLinkView } from "../../../backend/coordination/crisis/model.ts";
import type { WaitingSlip } from "../../../backend/coordination/paper/model.ts";
import type { PublicStatements } from "../../../backend/coordination/public-lines/model.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { page, type View } from "../view.ts";
import { momentOf } from "./times.ts";

/** On the first page: what is said at this moment, and the way to the rest; nothing where nothing is said. */
export function statementsNote(view: View, { lines }: PublicStatements): Html | "" {
  const { say, language } = view;
  const now = lines.filter(({ isNow }) => isNow);
  if (now.length === 0) return "";
  const level = now.find(({ levelNames }) => levelNames !== null)?.levelNames?.[language];
  return html`<section class="box" data-statements><h2>${level ?? say("crisis.public.title")}</h2>${now
    .slice(0, 3)
    .map(
      (line) => html`<p>${line.texts[language]}</p>`,
    )}<p><a href="/statements">${say("crisis.public.more")}</a></p></section>`;
}

export function statementsPage(view: View, { lines, speakers }: PublicStatements): Html {
  const { say, language, country } = view;
  const now = lines.filter(({ isNow }) => isNow);
  const before = lines.filter(({ isNow }) => !isNow);
  return page(view, {
    title: say("crisis.public.title"),
    main: html`<p class="back"><a href="/"><span aria-hidden="true">‹ </span>${say("portal.back")}</a></p><h1>${say("crisis.public.title")}</h1><p class="lead">${say("crisis.public.lead", { cert: country.cert.name })}</p>
<h2>${say("crisis.public.now")}</h2>${
      now.length === 0
        ? html`<p>${say("crisis.public.none")}</p>`
        : now.map(
            (line) =>
              html`<section class="box">${line.levelNames === null ? "" : html`<p><b>${line.levelNames[language]}</b></p>`}<p>${line.texts[language]}</p><p class="hint">${say("crisis.public.said", { when: momentOf(view, line.validFrom) })}</p></section>`,
          )
    }${
      before.length === 0
        ? ""
        : html`<h2>${say("crisis.public.before")}</h2>${before.map((line) =>
            line.withdrawnAt === null
              ? html`<section class="box"><p>${line.texts[language]}</p><p class="hint">${say("crisis.public.said", { when: momentOf(view, line.validFrom) })}</p></section>`
              : html`<section class="box"><p><b>${say("crisis.public.withdrawn", { when: momentOf(view, line.withdrawnAt) })}</b></p><p><s>${line.texts[language]}</s></p></section>`,
          )}`
    }${
      speakers.length === 0
        ? ""
        : html`<h2>${say("crisis.public.press")}</h2><ul>${speakers.map(
            (one) =>
              html`<li><b>${one.name}</b>${[one.place, one.topics].filter((part) => part !== "").map((part) => html`, ${part}`)}<br>${one.phone === null ? "" : html`<a href="tel:${one.phone.replaceAll(/[^+\d]/g, "")}">${one.phone}</a> `}${one.email === null ? "" : html`<a href="mailto:${one.email}">${one.email}</a>`}</li>`,
          )}</ul>`
    }`,
  });
}

export function situationPage(view: View, found: SituationLinkView, token: string): Html {
  const { say } = view;
  const facts = { number: found.number, reference: found.reference, when: momentOf(view, found.frozenAt) };
  return page(
    { ...view, hasScript: false },
    {
      title: say("crisis.link.title"),
      path: `/s/${token}`,
      main: html`<h1>${say("crisis.link.title")}</h1><p class="lead">${say("crisis.link.lead", facts)}</p>${
        found.confirmedAt === null
          ? html`<form method="post" action="/s/${token}"><p><button class="go">${say("crisis.link.confirm")}</button></p></form>`
          : html`<p class="box">${say("crisis.link.done", { when: momentOf(view, found.confirmedAt) })}</p>`
      }`,
    },
  );
}

export function situationGone(view: View): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("crisis.link.title"),
      main: html`<h1>${say("crisis.link.title")}</h1><p class="lead">${say("crisis.link.gone")}</p>`,
    },
  );
}

/** The digits are right and nobody has keyed the sheet in: said honestly. */
export function waitingSlipPage(view: View, slip: WaitingSlip): Html {
  const { say } = view;
  const facts = { place: slip.place, when: momentOf(view, slip.printedAt) };
  return page(view, {
    title: say("crisis.waiting.title"),
    path: "/receipt",
    main: html`<h1>${say("crisis.waiting.title")}</h1><p class="lead">${say(slip.isVoid ? "crisis.waiting.void" : "crisis.waiting.text", facts)}</p><p><a class="button" href="/receipt">${say("portal.open.title")}</a></p>`,
  });
}

// Questions and answers for everybody, the form that asks for advice, and the page where one's own answer will be. No script.
import {
  adviceLimits,
  adviceTopics,
  type OwnAdvice,
  type PublicAdvice,
} from "../../../backend/coordination/advice/model.ts";
import { choiceGroup, lineField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { page, type View } from "../view.ts";
import { dayOf } from "./times.ts";

export function questionsPage(view: View, pages: readonly PublicAdvice[]): Html {
  const { say, language } = view;
  const topics = adviceTopics.filter((topic) => pages.some((one) => one.topic === topic));
  return frame(
    view,
    "advice.public.title",
    html`<p class="lead">${say("advice.public.lead")}</p><p><a class="button" href="/questions/ask">${say("advice.public.ask")}</a></p>${
      pages.length === 0 ? html`<p>${say("advice.public.none")}</p>` : ""
    }${topics.map(
      (topic) =>
        html`<h2>${say(`advice.topic.${topic}`)}</h2>${pages
          .filter((one) => one.topic === topic)
          .map((one) => {
            const known = one.texts[language] ? language : (["en", "fr", "mn"] as const).find((it) => one.texts[it]);
            const text = known && one.texts[known];
            if (!text) return "";
            return html`<details class="box" id="q-${one.id}"><summary lang="${known}"><b>${text.question}</b></summary><div lang="${known}">${paragraphs(text.answer)}</div><p class="hint">${say("advice.public.on", { day: dayOf(view, one.publishedAt) })}</p></details>`;
          })}`,
    )}`,
  );
}

export function askPage(
  view: View,
  form: { values: Record<string, string>; mistakes: readonly Mistake[]; key: string },
): Html {
  const { say } = view;
  const mistakeOf = (name: string) => form.mistakes.find(({ fieldId }) => fieldId === name)?.text;
  const control = { mistakePrefix: say("portal.error.prefix") };
  const value = (name: string): string => form.values[name] ?? "";
  return frame(
    view,
    "advice.ask.title",
    html`${mistakeSummary(say("portal.error.summary"), [...form.mistakes])}<p class="lead">${say("advice.ask.lead")}</p>
<p class="box">${say("advice.ask.not_incident")} <a href="/">${say("advice.ask.report")}</a></p>
<form method="post" action="/questions/ask" novalidate><input type="hidden" name="_key" value="${form.key}">
${choiceGroup({
  ...control,
  isRequired: true,
  name: "topic",
  label: say("advice.ask.topic"),
  mistake: mistakeOf("topic"),
  kind: "radio",
  choices: adviceTopics.map((topic) => ({ value: topic, label: say(`advice.topic.${topic}`) })),
  chosen: [value("topic")],
  isHeading: false,
})}
${textField({ ...control, isRequired: true, name: "question", label: say("advice.ask.question"), hint: say("advice.ask.question_hint"), value: value("question"), mistake: mistakeOf("question"), rows: 6, max: adviceLimits.question })}
${lineField({ ...control, isRequired: false, name: "name", label: say("advice.ask.name"), value: value("name"), mistake: mistakeOf("name"), type: "text" })}
${lineField({ ...control, isRequired: false, name: "email", label: say("advice.ask.email"), hint: say("advice.ask.email_hint"), value: value("email"), mistake: mistakeOf("email"), type: "email" })}
<p><button class="go">${say("advice.ask.send")}</button></p></form>`,
    form.mistakes.length > 0,
  );
}

export function askedPage(view: View, link: string): Html {
  const { say } = view;
  return frame(
    view,
    "advice.asked.title",
    html`<p class="lead">${say("advice.asked.lead")}</p><p class="box"><a href="${link}">${link}</a></p><p>${say("advice.asked.keep")}</p>`,
  );
}

export function ownAdvicePage(view: View, own: OwnAdvice): Html {
  const { say } = view;
  return frame(
    view,
    "advice.mine.title",
    html`<p class="hint">${own.reference} · ${say("advice.mine.asked", { day: dayOf(view, own.receivedAt) })} · ${say(`advice.topic.${own.topic}`)}</p>
<h2>${say("advice.mine.question")}</h2><div dir="auto">${paragraphs(own.question)}</div>
<h2>${say("advice.mine.answer")}</h2>${
      own.answer === null
        ? html`<p class="box">${say("advice.mine.waits")}</p>`
        : html`<div class="box" dir="auto">${own.state === "declined" ? html`<p><b>${say("advice.mine.declined")}</b></p>` : ""}${paragraphs(own.answer)}</div>`
    }`,
  );
}

function paragraphs(text: string): Html[] {
  return text
    .split(/\n{2,}/)
    .map((part) => html`<p>${part.split("\n").map((line, at) => html`${at > 0 ? html`<br>` : ""}${line}`)}</p>`);
}

function frame(view: View, title: string, main: Html, hasMistakes = false): Html {
  const words = view.say(title);
  return page({ ...view, hasScript: false }, { title: words, hasMistakes, main: html`<h1>${words}</h1>${main}` });
}

// What is read aloud of each question: its heading, its hint, what is asked and each answer to choose from. Pure.
import { adviceTopics, isUrgentTopic } from "./advice-topics.ts";
import { whats } from "./citizen.ts";
import type { Field, FlowGraph, Question } from "./graph.ts";
import { gaveField, messageField } from "./phishing.ts";
import { pagedFlows } from "./index.ts";
import type { Say } from "./to-report.ts";

export interface ReadQuestion {
  /** "citizen/what", "suspicious". */
  id: string;
  flow: string;
  title: (say: Say) => string;
  lines: (say: Say) => string[];
}

/** Every question of the paged flows in order, the pages of advice by what they are about, and the page for suspicious messages. */
export function readQuestions(): ReadQuestion[] {
  const paged = Object.values(pagedFlows).flatMap((graph) =>
    Object.values(graph?.questions ?? {})
      .filter(({ fields }) => fields.length > 0)
      .map((question) => ofQuestion(graph, question)),
  );
  return [
    ...paged,
    ...adviceTopics.map(ofAdvice),
    {
      id: "suspicious",
      flow: "phishing",
      title: (say) => say("portal.suspicious.title"),
      lines: (say) => [
        say("portal.suspicious.title"),
        ...linesOf(say, messageField),
        say("portal.suspicious.anonymous"),
        ...linesOf(say, gaveField),
      ],
    },
  ];
}

/** It begins with what it is about, as it was answered: pages of advice are told apart by it. */
function ofAdvice(topic: string): ReadQuestion {
  const isCitizens = whats.some((what) => what === topic);
  const title = (say: Say): string => say(`portal.f.${isCitizens ? "what" : "seen"}.o.${topic}`);
  return {
    id: `advice/${topic}`,
    flow: isCitizens ? "citizen" : "organisation",
    title,
    lines: (say) => [
      title(say),
      say(`portal.advice.${isUrgentTopic(topic) ? "urgent" : "title"}`),
      ...[1, 2, 3].map((step) => say(`portal.advice.${topic}.${step}`)),
      say("portal.advice.then"),
    ],
  };
}

function ofQuestion(graph: FlowGraph | undefined, question: Question): ReadQuestion {
  const only = question.fields.length === 1 ? question.fields[0] : undefined;
  const title = (say: Say): string =>
    say(only ? `portal.f.${only.id}` : `portal.q.${say.has(`portal.q.${question.id}`) ? question.id : "files"}`);
  return {
    id: `${graph?.flow ?? ""}/${question.id}`,
    flow: graph?.flow ?? "",
    title,
    lines: (say) => {
      const hint = `portal.q.${question.id}.hint`;
      return [
        ...(only ? [] : [title(say), ...(say.has(hint) ? [say(hint)] : [])]),
        ...(question.notice ? [say(question.notice)] : []),
        ...question.fields.flatMap((field) => linesOf(say, field)),
      ];
    },
  };
}

function linesOf(say: Say, { id, kind, options }: Field): string[] {
  const key = `portal.f.${id}`;
  const isChoice = kind === "radio" || kind === "boxes";
  return [
    say(key),
    ...(kind !== "files" && say.has(`${key}.hint`) ? [say(`${key}.hint`)] : []),
    ...(isChoice ? (options ?? []).map((option) => say(`${key}.o.${option}`)) : []),
  ];
}

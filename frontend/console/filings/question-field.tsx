// One question of the form: its answer, "not yet known", who is shown it, and what was said before.
import { For, type JSX, Match, Show, Switch } from "solid-js";
import type { QuestionView } from "../../../backend/compliance/filings/model.ts";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { instant } from "../../shell/law/law-words.ts";
import { fromLocal, toLocal } from "./moments.ts";
import { SeverityField } from "./severity-field.tsx";

export interface QuestionProps {
  question: QuestionView;
  value: string;
  isUnknown: boolean;
  before: string | undefined;
  problem: string | undefined;
  onSave: (value: string | null, isUnknown?: boolean) => void;
}

export function QuestionField(props: QuestionProps): JSX.Element {
  const t = useWords();
  const question = () => props.question;
  const label = () => (question().isRequired ? question().name : `${question().name} (${t("filings.optional")})`);
  const error = () => (props.problem === undefined ? undefined : t(`filings.problem.${props.problem}`));
  const hint = () => question().hint ?? undefined;
  const mayBeUnknown = () =>
    !question().isRequired && ["text", "long_text", "number", "moment"].includes(question().kind);
  const before = () => (question().kind === "moment" && props.before ? instant(props.before) : props.before);
  const choices = () => [
    { value: "", label: t("filings.ternary.none") },
    { value: "yes", label: t("filings.ternary.yes") },
    { value: "no", label: t("filings.ternary.no") },
    ...(question().kind === "condition" ? [] : [{ value: "unknown", label: t("filings.ternary.unknown") }]),
  ];
  return (
    <div class="law-question" data-field={question().id}>
      <Switch>
        <Match when={question().kind === "long_text"}>
          <TextArea
            label={label()}
            hint={hint()}
            error={error()}
            value={props.value}
            disabled={props.isUnknown}
            maxLength={20_000}
            onChange={(change) => props.onSave(change.currentTarget.value)}
          />
        </Match>
        <Match when={question().kind === "moment"}>
          <TextField
            type="datetime-local"
            label={label()}
            hint={hint()}
            error={error()}
            value={toLocal(props.value)}
            disabled={props.isUnknown}
            onChange={(change) => props.onSave(fromLocal(change.currentTarget.value))}
          />
        </Match>
        <Match when={question().kind === "ternary" || question().kind === "condition"}>
          <SelectField
            label={label()}
            hint={hint()}
            error={error()}
            value={props.value}
            options={choices()}
            onChange={(change) => props.onSave(change.currentTarget.value)}
          />
        </Match>
        <Match when={question().kind === "copy"}>
          <Tick
            label={`${t("filings.copy.send")}: ${question().name}`}
            checked={props.value === "yes"}
            {...(hint() === undefined ? {} : { hint: hint() ?? "" })}
            onChange={(isOn) => props.onSave(isOn ? "yes" : "no")}
          />
        </Match>
        <Match when={question().kind === "severity"}>
          <SeverityField label={label()} value={props.value} onSave={(value) => props.onSave(value)} />
        </Match>
        <Match when={true}>
          <TextField
            label={label()}
            hint={hint()}
            error={error()}
            value={props.value}
            disabled={props.isUnknown}
            inputMode={question().kind === "number" ? "numeric" : "text"}
            maxLength={2000}
            onChange={(change) => props.onSave(change.currentTarget.value)}
          />
        </Match>
      </Switch>
      <Show when={mayBeUnknown()}>
        <Tick
          label={t("filings.keep_unknown")}
          checked={props.isUnknown}
          onChange={(isOn) => props.onSave(isOn ? "" : null, isOn)}
        />
      </Show>
      <Show when={before() && before() !== props.value && props.before !== props.value}>
        <p class="law-before">{t("filings.before", { value: before() ?? "" })}</p>
      </Show>
      <Show when={question().kind !== "copy"}>
        <p class="law-seen">
          <Show when={question().seenBy.length > 0} fallback={t("filings.seen_by.nobody")}>
            <span>{t("filings.seen_by")}</span>
            <For each={question().seenBy}>{(body) => <Tag tone="indigo">{body.name}</Tag>}</For>
          </Show>
        </p>
      </Show>
      <Show when={question().askedBy.length > 0}>
        <details class="law-why">
          <summary>{t("asks.law")}</summary>
          <ul>
            <For each={question().askedBy}>
              {(cite) => (
                <li>
                  {cite.article === null
                    ? cite.instrument
                    : t("duties.article", { article: cite.article, instrument: cite.instrument })}{" "}
                  <span class="quiet-text small-text">{t(`duties.verification.${cite.verification}`)}</span>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </div>
  );
}

// Preparing a year's record: what the filings of the year give, changed line by line, filed with the passkey. What is typed stays when sending fails.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { createStore } from "solid-js/store";
import {
  type PreparedRecord,
  type RecordLine,
  stepUpForRecord,
} from "../../../backend/compliance/yearly/records/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import "../../shell/yearly/record-form.css";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const root = "/api/v1/console/yearly-records";

export function RecordForm(props: {
  obligationId: string;
  year: number;
  onClose: () => void;
  onFiled: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [typed, setTyped] = createStore({
    violations: "0",
    measures: "",
    contact: "",
    reason: "",
    lines: [] as RecordLine[],
  });
  const [prepared] = createResource(
    () => ({ obligationId: props.obligationId, year: props.year }),
    async (asked) => {
      try {
        const found = await apiGet<PreparedRecord>(`${root}/prepared`, asked);
        const { violations, measures, contact, lines } = found.record;
        setTyped({ violations: String(violations), measures, contact, lines: structuredClone(lines), reason: "" });
        return found;
      } catch (error) {
        tellProblem(error);
        return undefined;
      }
    },
  );
  const file = async (basedOn: number): Promise<void> => {
    const { obligationId, year, onFiled } = props;
    const body = {
      obligationId,
      year,
      basedOn,
      violations: Number(typed.violations.replaceAll(/[\s\u00a0\u202f]/g, "")),
      measures: typed.measures,
      contact: typed.contact,
      lines: typed.lines,
      language: currentLanguage(),
      ...(basedOn > 0 ? { reason: typed.reason } : {}),
    };
    const isDone = await act.run(stepUpForRecord.file(obligationId, year, basedOn), async () => {
      const { receiptNumber } = await apiPost<{ receiptNumber: string }>(root, body);
      showToast({ text: t("yearly.record.filed_toast", { receipt: receiptNumber }) });
    });
    if (isDone) onFiled();
  };
  return (
    <Show when={prepared.latest}>
      {(known) => (
        <Card title={t("yearly.record.of", { year: String(props.year) })}>
          <p class="quiet-text">{t("yearly.record.from_filings", { count: known().filings })}</p>
          <Show when={known().requests.received > 0}>
            <Notice>{t("yearly.record.requests", known().requests)}</Notice>
          </Show>
          <FieldsForm
            of={act}
            class="law-form"
            onSubmit={(event) => {
              event.preventDefault();
              void file(known().basedOn);
            }}
          >
            <FormWhy of="record" />
            <TextField
              label={t("yearly.record.violations")}
              hint={t("yearly.record.violations_hint")}
              inputMode="numeric"
              required
              value={typed.violations}
              name="violations"
              onInput={(event) => setTyped("violations", event.currentTarget.value)}
            />
            <For each={typed.lines}>
              {(line, index) => (
                <LineFields
                  line={line}
                  number={index() + 1}
                  onChange={(name, value) => setTyped("lines", index(), name, value)}
                  onRemove={() => setTyped("lines", (all) => all.filter((_, at) => at !== index()))}
                />
              )}
            </For>
            <p>
              <Button
                onClick={() => {
                  const day = `${props.year}-01-01`;
                  const fresh = { reference: "", day, nature: "", dataCategories: "", peopleCount: "", measures: "" };
                  const least = typed.lines.length + 1;
                  setTyped("lines", typed.lines.length, fresh);
                  if (Number(typed.violations) < least) setTyped("violations", String(least));
                }}
              >
                {t("yearly.record.add_line")}
              </Button>
            </p>
            <TextArea
              label={t("yearly.record.measures")}
              why={whyAsked("yearly.record.measures")}
              value={typed.measures}
              name="measures"
              onInput={(event) => setTyped("measures", event.currentTarget.value)}
            />
            <TextField
              label={t("yearly.record.contact")}
              why={whyAsked("yearly.record.contact")}
              required
              value={typed.contact}
              name="contact"
              onInput={(event) => setTyped("contact", event.currentTarget.value)}
            />
            <Show when={known().basedOn > 0}>
              <TextArea
                label={t("yearly.record.reason")}
                why={whyAsked("yearly.record.reason")}
                required
                value={typed.reason}
                name="reason"
                onInput={(event) => setTyped("reason", event.currentTarget.value)}
              />
            </Show>
            <p class="quiet-text small-text">{t("yearly.record.passkey")}</p>
            <p class="record-acts">
              <Button type="submit" look="main" isBusy={act.isBusy()}>
                {t("yearly.record.file")}
              </Button>
              <Button look="quiet" onClick={() => props.onClose()}>
                {t("desk.cancel")}
              </Button>
            </p>
          </FieldsForm>
        </Card>
      )}
    </Show>
  );
}

function LineFields(props: {
  line: RecordLine;
  number: number;
  onChange: (name: keyof RecordLine, value: string) => void;
  onRemove: () => void;
}): JSX.Element {
  const t = useWords();
  const nameOf = (name: string): string => `lines.${props.number - 1}.${name}`;
  return (
    <fieldset class="record-line">
      <legend>
        {t("yearly.record.line", { number: props.number })}
        {props.line.reference === "" ? "" : ` · ${props.line.reference}`}
      </legend>
      <div class="record-fields">
        <TextField
          label={t("yearly.record.day")}
          why={whyAsked("yearly.record.day")}
          type="date"
          required
          value={props.line.day}
          name={nameOf("day")}
          onInput={(event) => props.onChange("day", event.currentTarget.value)}
        />
        <For each={["dataCategories", "peopleCount"] as const}>
          {(name) => (
            <TextField
              label={t(`yearly.record.${name}`)}
              why={whyAsked(`yearly.record.${name}`)}
              value={props.line[name]}
              name={nameOf(name)}
              onInput={(event) => props.onChange(name, event.currentTarget.value)}
            />
          )}
        </For>
      </div>
      <For each={["nature", "measures"] as const}>
        {(name) => (
          <TextArea
            label={t(`yearly.record.${name}`)}
            why={whyAsked(`yearly.record.${name}`)}
            required={name === "nature"}
            value={props.line[name]}
            name={nameOf(name)}
            onInput={(event) => props.onChange(name, event.currentTarget.value)}
          />
        )}
      </For>
      <p>
        <Button isSmall look="quiet" onClick={() => props.onRemove()}>
          {t("yearly.record.remove_line", { number: props.number })}
        </Button>
      </p>
    </fieldset>
  );
}

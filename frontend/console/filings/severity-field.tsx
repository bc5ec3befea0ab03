// The severity of a breach after ENISA: counted step by step, overridden with a reason, written down as one answer that tells how it came about.
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import {
  type Adjustment,
  adjustments,
  availabilityLosses,
  confidentialityLosses,
  type DataKind,
  dataKinds,
  identifications,
  integrityLosses,
  scoreSeverity,
  type SeverityBand,
  severityBands,
  type SeverityInput,
} from "../../../backend/compliance/severity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function SeverityField(props: { label: string; value: string; onSave: (value: string) => void }): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  return (
    <>
      <TextArea
        label={props.label}
        value={props.value}
        onChange={(change) => props.onSave(change.currentTarget.value)}
      />
      <p>
        <Button isSmall onClick={() => setOpen(true)}>
          {t("filings.severity.open")}
        </Button>
      </p>
      <Show when={isOpen()}>
        <SeverityDialog
          onClose={() => setOpen(false)}
          onUse={(value) => {
            setOpen(false);
            props.onSave(value);
          }}
        />
      </Show>
    </>
  );
}

const keys = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table & string)[];
type Moved = Partial<Record<DataKind, { reason: Adjustment; by: number; words: string }>>;

function SeverityDialog(props: { onClose: () => void; onUse: (value: string) => void }): JSX.Element {
  const t = useWords();
  const [kinds, setKinds] = createSignal<DataKind[]>(["simple"]);
  const [moved, setMoved] = createSignal<Moved>({});
  const [rest, setRest] = createSignal<Omit<SeverityInput, "kinds">>({
    identification: "maximum",
    confidentiality: "none",
    integrity: "none",
    availability: "none",
    isMalicious: false,
    isOverHundredPeople: false,
    isUnintelligible: false,
  });
  const [band, setBand] = createSignal<SeverityBand | "">("");
  const [reason, setReason] = createSignal("");
  const result = createMemo(() =>
    scoreSeverity({
      ...rest(),
      kinds: (kinds().length === 0 ? (["simple"] as const) : kinds()).map((kind) => {
        const move = moved()[kind];
        return { kind, adjustments: move && move.by !== 0 ? [move] : [] };
      }),
    }),
  );
  const isReasonMissing = () =>
    (band() !== "" && reason().trim().length < 10) ||
    kinds().some((kind) => (moved()[kind]?.by ?? 0) !== 0 && (moved()[kind]?.words.trim().length ?? 0) < 3);
  const move = (kind: DataKind, change: Partial<{ reason: Adjustment; by: number; words: string }>): void => {
    setMoved({ ...moved(), [kind]: { reason: "nature_of_data", by: 0, words: "", ...moved()[kind], ...change } });
  };
  const says = (): string => {
    const { score, dpc, ei, cb } = result();
    const moves = kinds().flatMap((kind) => {
      const one = moved()[kind];
      return one && one.by !== 0
        ? [
            `${t(`filings.severity.kind.${kind}`)}: ${one.by > 0 ? "+" : ""}${one.by} (${t(`filings.severity.adjustment.${one.reason}`)}: ${one.words})`,
          ]
        : [];
    });
    const yes = (is: boolean) => t(is ? "filings.ternary.yes" : "filings.ternary.no");
    const chosen = band();
    return [
      t("filings.severity.text", {
        score: formatNumber(score),
        band: t(`filings.severity.band.${result().band}`),
        dpc: formatNumber(dpc),
        ei: formatNumber(ei),
        cb: formatNumber(cb),
      }),
      ...moves,
      t("filings.severity.text.flags", {
        people: yes(rest().isOverHundredPeople),
        unreadable: yes(rest().isUnintelligible),
      }),
      ...(chosen === ""
        ? []
        : [
            t("filings.severity.text.override", {
              band: t(`filings.severity.band.${chosen}`),
              reason: reason().trim(),
            }),
          ]),
    ].join("\n");
  };
  const select = <Key extends "identification" | "confidentiality" | "integrity" | "availability">(
    name: Key,
    table: Record<SeverityInput[Key], number>,
  ): JSX.Element => (
    <SelectField
      label={t(`filings.severity.${name}`)}
      value={rest()[name]}
      options={keys(table).map((value) => ({
        value,
        label: `${t(`filings.severity.${name}.${value}`)} (${formatNumber(table[value])})`,
      }))}
      onChange={(change) => setRest({ ...rest(), [name]: change.currentTarget.value as SeverityInput[Key] })}
    />
  );
  return (
    <Dialog
      isOpen
      isWide
      onClose={() => props.onClose()}
      title={t("filings.severity.title")}
      description={t("filings.severity.lead")}
    >
      <form
        class="law-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          if (!isReasonMissing()) props.onUse(says());
        }}
      >
        <fieldset class="law-fieldset">
          <legend>{t("filings.severity.kinds")}</legend>
          <For each={keys(dataKinds)}>
            {(kind) => (
              <>
                <Tick
                  label={`${t(`filings.severity.kind.${kind}`)} (${dataKinds[kind]})`}
                  checked={kinds().includes(kind)}
                  onChange={(isOn) => setKinds(isOn ? [...kinds(), kind] : kinds().filter((one) => one !== kind))}
                />
                <Show when={kinds().includes(kind)}>
                  <div class="law-list">
                    <SelectField
                      label={t("filings.severity.adjust")}
                      value={String(moved()[kind]?.by ?? 0)}
                      options={[-3, -2, -1, 0, 1, 2, 3].map((by) => ({
                        value: String(by),
                        label: by > 0 ? `+${by}` : String(by),
                      }))}
                      onChange={(change) => move(kind, { by: Number(change.currentTarget.value) })}
                    />
                    <Show when={(moved()[kind]?.by ?? 0) !== 0}>
                      <SelectField
                        label={t("filings.severity.adjust.words")}
                        value={moved()[kind]?.reason ?? "nature_of_data"}
                        options={adjustments.map((value) => ({
                          value,
                          label: t(`filings.severity.adjustment.${value}`),
                        }))}
                        onChange={(change) => move(kind, { reason: change.currentTarget.value as Adjustment })}
                      />
                      <TextField
                        label={t("filings.severity.adjust.words")}
                        isLabelHidden
                        value={moved()[kind]?.words ?? ""}
                        onInput={(input) => move(kind, { words: input.currentTarget.value })}
                      />
                    </Show>
                  </div>
                </Show>
              </>
            )}
          </For>
        </fieldset>
        {select("identification", identifications)}
        {select("confidentiality", confidentialityLosses)}
        {select("integrity", integrityLosses)}
        {select("availability", availabilityLosses)}
        <Tick
          label={t("filings.severity.malicious")}
          checked={rest().isMalicious}
          onChange={(isMalicious) => setRest({ ...rest(), isMalicious })}
        />
        <Tick
          label={t("filings.severity.over_hundred")}
          checked={rest().isOverHundredPeople}
          onChange={(isOverHundredPeople) => setRest({ ...rest(), isOverHundredPeople })}
        />
        <Tick
          label={t("filings.severity.unintelligible")}
          checked={rest().isUnintelligible}
          onChange={(isUnintelligible) => setRest({ ...rest(), isUnintelligible })}
        />
        <p class="law-clock" aria-live="polite">
          SE = {formatNumber(result().dpc)} × {formatNumber(result().ei)} + {formatNumber(result().cb)} ={" "}
          {t("filings.severity.result", {
            score: formatNumber(result().score),
            band: t(`filings.severity.band.${result().band}`),
          })}
        </p>
        <SelectField
          label={t("filings.severity.override")}
          value={band()}
          options={[
            { value: "", label: t("filings.severity.override.none") },
            ...severityBands.map((value) => ({ value, label: t(`filings.severity.band.${value}`) })),
          ]}
          onChange={(change) => setBand(change.currentTarget.value as SeverityBand | "")}
        />
        <Show when={band() !== ""}>
          <TextArea
            label={t("filings.severity.override.reason")}
            why={whyAsked("filings.severity.override.reason")}
            value={reason()}
            onInput={(input) => setReason(input.currentTarget.value)}
          />
        </Show>
        <DialogButtons act={t("filings.severity.use")} isOff={isReasonMissing()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}

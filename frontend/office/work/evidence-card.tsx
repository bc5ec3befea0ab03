// Evidence: taken with its hash, and every hand that it went through.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { InspectionView } from "../../../backend/compliance/inspections/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import type { Option } from "../../parts/field/field.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPost, apiPostFile } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { asBytes } from "../../shell/authority/as-bytes.ts";
import { OpenFile } from "../../shell/authority/page-parts.tsx";
import { StepCard } from "../../shell/authority/step-card.tsx";

const moves = ["handed_over", "acknowledged", "sealed", "unsealed"] as const;

export function EvidenceCard(props: {
  view: InspectionView;
  officers: Option[];
  isTeam: boolean;
  onDone: () => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const [file, setFile] = createSignal<File>();
  const take = async (_kind: string, body: Record<string, unknown>): Promise<void> => {
    const query = new URLSearchParams(Object.entries(body).map(([key, value]) => [key, String(value)]));
    const taken = file();
    // As bytes: what it is to be taken for is decided by whoever opens it, never by us.
    await apiPostFile(
      `/api/v1/office/inspections/${props.view.id}/evidence?${query}`,
      taken && asBytes(taken),
      taken ? { "file-name": encodeURIComponent(taken.name) } : {},
    );
    setFile(undefined);
    await props.onDone();
  };
  const move = async (_kind: string, body: Record<string, unknown>): Promise<void> => {
    await apiPost(`/api/v1/office/inspections/${props.view.id}/custody`, body);
    await props.onDone();
  };
  return (
    <Show when={props.view.openedAt !== null}>
      <Card title={t("inspections.page.evidence")} count={props.view.evidence.length}>
        <Show
          when={props.view.evidence.length > 0}
          fallback={<p class="quiet-text">{t("inspections.page.no_evidence")}</p>}
        >
          <ul class="authority-rows">
            <For each={props.view.evidence}>
              {(one) => (
                <li>
                  <p>
                    <strong>
                      {one.number}. {one.label}
                    </strong>
                  </p>
                  <p class="quiet-text small-text">
                    {one.takenFrom}, {one.place}, {formatInstant(one.takenAt)} ·{" "}
                    {t("inspections.page.holder", { name: one.holder })}
                  </p>
                  <Show when={one.file}>
                    {(kept) => (
                      <p class="authority-acts">
                        <OpenFile id={kept().id} name={kept().name} />
                        <code class="small-text">SHA-256 {kept().sha256.slice(0, 16)}…</code>
                      </p>
                    )}
                  </Show>
                  <ol class="small-text quiet-text">
                    <For each={one.moves}>
                      {(hand) => (
                        <li>
                          {t(`inspections.move.${hand.kind}`)}: {hand.who}
                          {hand.to === null ? "" : ` → ${hand.to}`}, <Moment at={hand.at} /> {hand.note}
                        </li>
                      )}
                    </For>
                  </ol>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Card>
      <Show when={props.isTeam && props.view.state === "open"}>
        <StepCard
          asks="proceeding"
          title={t("inspections.page.take_evidence")}
          offers={[
            {
              kind: "take",
              label: t("inspections.page.take_evidence"),
              fields: [
                { name: "label", kind: "text" },
                { name: "takenFrom", kind: "text" },
                { name: "place", kind: "text", first: props.view.place },
                { name: "takenAt", kind: "moment" },
                { name: "seal", kind: "text", isOptional: true },
              ],
            },
          ]}
          run={take}
        >
          <label class="field">
            <span class="field-label">{t("inspections.field.file")}</span>
            <FileBox onChange={(event) => setFile(event.currentTarget.files?.[0])} />
          </label>
        </StepCard>
      </Show>
      <Show when={props.view.evidence.length > 0}>
        <StepCard
          asks="proceeding"
          title={t("inspections.page.move")}
          offers={[
            {
              kind: "move",
              label: t("inspections.page.move"),
              fields: [
                {
                  name: "custodyItemId",
                  kind: "choice",
                  options: props.view.evidence.map(({ id, number, label }) => ({
                    value: id,
                    label: `${number}. ${label}`,
                  })),
                },
                {
                  name: "kind",
                  kind: "choice",
                  options: moves.map((value) => ({ value, label: t(`inspections.move.${value}`) })),
                },
                { name: "toPersonId", kind: "choice", options: props.officers, isOptional: true },
                { name: "note", kind: "text", isOptional: true },
              ],
            },
          ]}
          run={move}
        />
      </Show>
    </Show>
  );
}

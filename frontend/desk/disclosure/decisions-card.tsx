// Decisions by the coordinator's table of SSVC: inputs, what the table says, what a person decided.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type SsvcInput, ssvcInputs } from "../../../backend/coordination/disclosure/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { FieldsDialog } from "./fields-dialog.tsx";
import type { DisclosureWork } from "./work.ts";

const names: SsvcInput[] = ["supplierInvolvement", "exploitation", "publicValueAdded"];

export function DecisionsCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { of } = work;
  const [isDeciding, setDeciding] = createSignal(false);
  return (
    <Card title={t("disclosure.desk.decisions")} count={of.decisions.length}>
      <Show when={of.flaws.length > 0}>
        <div class="care-acts">
          <Button isSmall onClick={() => setDeciding(true)}>
            {t("disclosure.desk.decide")}
          </Button>
        </div>
      </Show>
      <ul class="care-rows">
        <For each={of.decisions} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
          {(one) => (
            <li>
              <div>
                <b>
                  {of.flaws.find(({ id }) => id === one.flawId)?.title}:{" "}
                  {t("disclosure.desk.decided", {
                    what: one.tree === "own" ? one.decision : t(`disclosure.ssvc.${one.decision}`),
                  })}
                </b>
                <p class="small-text">
                  {one.tree === "own"
                    ? `${t("disclosure.desk.own_tree")}: ${Object.entries(one.inputs)
                        .map((pair) => pair.join(" "))
                        .join(", ")}`
                    : names
                        .map((name) => `${t(`disclosure.ssvc.${name}`)}: ${t(`disclosure.ssvc.${one.inputs[name]}`)}`)
                        .join(" · ")}
                </p>
                <Show when={one.suggested} keyed>
                  {(suggested) => (
                    <p class="small-text">
                      {t("disclosure.desk.suggested", { what: t(`disclosure.ssvc.${suggested}`) })}
                    </p>
                  )}
                </Show>
                <p class="disclosure-words">{one.note}</p>
                <p class="quiet-text small-text">
                  {t("disclosure.desk.by", { name: one.by ?? "—", when: formatInstant(one.at) })}
                </p>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={isDeciding()}>
        <FieldsDialog
          title={t("disclosure.desk.decide")}
          description={t("disclosure.desk.tree")}
          act={t("disclosure.desk.save")}
          fields={[
            {
              name: "flawId",
              label: t("disclosure.desk.flaw"),
              kind: "choice",
              options: of.flaws.map(({ id, title }) => ({ value: id, label: title })),
            },
            ...names.map((name) => ({
              name,
              label: t(`disclosure.ssvc.${name}`),
              kind: "choice" as const,
              options: ssvcInputs[name].map((value) => ({ value, label: t(`disclosure.ssvc.${value}`) })),
            })),
            {
              name: "decision",
              label: t("disclosure.desk.decide"),
              kind: "choice",
              options: (["publish", "do_not_publish"] as const).map((value) => ({
                value,
                label: t(`disclosure.ssvc.${value}`),
              })),
            },
            { name: "note", label: t("disclosure.desk.reason"), kind: "text" },
          ]}
          send={async ({ flawId, decision, note, ...inputs }) =>
            await apiPost(`${work.path}/decisions`, {
              flawId,
              tree: "coordinator_publish_1.0.0",
              inputs,
              decision,
              note,
            })
          }
          onClose={() => setDeciding(false)}
          onDone={work.reload}
        />
      </Show>
    </Card>
  );
}

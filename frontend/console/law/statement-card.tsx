// Who the entity is for the law: classes of the register, and what it states of itself.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { DutiesView } from "../../../backend/compliance/duties/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function StatementCard(props: { view: DutiesView; onSaved: () => void }): JSX.Element {
  const t = useWords();
  const [role, setRole] = createSignal<string>();
  const [changed, setChanged] = createSignal<Record<string, string>>({});
  const [isBusy, setBusy] = createSignal(false);
  const stated = (id: string): string => {
    const known = props.view.conditions.find((one) => one.id === id)?.stated ?? null;
    return changed()[id] ?? (known === null ? "" : known ? "yes" : "no");
  };
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const conditions = Object.fromEntries(
        props.view.conditions
          .map(({ id }) => [id, stated(id)] as const)
          .filter(([, value]) => value !== "")
          .map(([id, value]) => [id, value === "yes"]),
      );
      const wanted = role() ?? props.view.entity.role ?? "";
      await apiPut("/api/v1/duties/statement", {
        version: props.view.entity.version,
        role: wanted === "" ? null : wanted,
        conditions,
      });
      showToast({ text: t("duties.saved") });
      props.onSaved();
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("duties.entity")}>
      <dl class="law-pairs">
        <dt>{t("duties.classes")}</dt>
        <dd>
          <Show when={props.view.entity.classes.length > 0} fallback={t("duties.classes.none")}>
            {props.view.entity.classes.map((one) => one.name).join(", ")}
          </Show>
        </dd>
      </dl>
      <form
        class="law-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          void save();
        }}
      >
        <FormWhy of="duties" />
        <SelectField
          label={t("duties.role")}
          why={whyAsked("duties.role")}
          value={role() ?? props.view.entity.role ?? ""}
          disabled={!props.view.mayChange}
          options={[
            { value: "", label: t("duties.role.none") },
            { value: "controller", label: t("duties.role.controller") },
            { value: "processor", label: t("duties.role.processor") },
          ]}
          onChange={(change) => setRole(change.currentTarget.value)}
        />
        <Show when={props.view.conditions.length > 0}>
          <details class="law-why">
            <summary>{t("duties.conditions")}</summary>
            <div class="law-form law-list">
              <For each={props.view.conditions}>
                {(one) => (
                  <SelectField
                    label={`${one.text} (${one.packTitle})`}
                    hint={t(`duties.conditions.${one.kind}`)}
                    value={stated(one.id)}
                    disabled={!props.view.mayChange}
                    options={[
                      { value: "", label: t("duties.stated.none") },
                      { value: "yes", label: t("duties.stated.yes") },
                      { value: "no", label: t("duties.stated.no") },
                    ]}
                    onChange={(change) => setChanged({ ...changed(), [one.id]: change.currentTarget.value })}
                  />
                )}
              </For>
            </div>
          </details>
        </Show>
        <Show when={props.view.mayChange}>
          <p>
            <Button type="submit" isBusy={isBusy()}>
              {t("duties.save")}
            </Button>
          </p>
        </Show>
      </form>
    </Card>
  );
}

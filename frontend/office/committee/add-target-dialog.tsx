// Following targets: those of a strategy that ships, in one act, or one of the committee's own.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { Strategy } from "../../../backend/reporting/review/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { readAmount, say } from "../../shell/say/say-texts.ts";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function AddTargetDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [list] = createResource(async () => await apiGet<{ strategies: Strategy[] }>("/api/v1/committee/strategies"));
  const [name, setName] = createSignal("");
  const [unit, setUnit] = createSignal("");
  const [target, setTarget] = createSignal("");
  const [by, setBy] = createSignal("");
  const [source, setSource] = createSignal("");
  const adopt = async (strategy: Strategy): Promise<void> => {
    try {
      const { added } = await apiPost<{ added: number }>("/api/v1/committee/strategies", { strategyId: strategy.id });
      showToast({ text: t("committee.adopted", { count: added }) });
      props.onDone();
      props.onClose();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <ActDialog
      asks="review"
      title={t("committee.add_target")}
      act={t("committee.follow")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () =>
        await apiPost("/api/v1/committee/targets", {
          names: { [currentLanguage()]: name() },
          unit: unit(),
          target: target() ? readAmount(target()) : null,
          byYear: by() ? Number(by()) : null,
          source: source(),
        })
      }
    >
      <h3>{t("committee.shipped")}</h3>
      <ul class="id-rows">
        <For each={list()?.strategies}>
          {(strategy) => (
            <li>
              <div>
                <p class="id-name">{say(strategy.names)}</p>
                <p class="id-line">
                  <span>{t("committee.targets_count", { count: strategy.targets.length })}</span>
                  <span>{t(`committee.verification.${strategy.verification}`)}</span>
                </p>
              </div>
              <Button isSmall onClick={() => void adopt(strategy)}>
                {t("committee.follow")}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <h3>{t("committee.own_target")}</h3>
      <TextField
        name="names"
        label={t("committee.column.target")}
        required
        maxLength={300}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        name="unit"
        label={t("committee.column.unit")}
        why={whyAsked("committee.column.unit")}
        required
        maxLength={60}
        value={unit()}
        onInput={(event) => setUnit(event.currentTarget.value)}
      />
      <div class="id-pair">
        <TextField
          name="target"
          label={t("committee.column.wanted")}
          why={whyAsked("committee.column.wanted")}
          inputMode="decimal"
          value={target()}
          onInput={(event) => setTarget(event.currentTarget.value)}
        />
        <TextField
          name="byYear"
          label={t("committee.column.by_year")}
          why={whyAsked("committee.column.by_year")}
          inputMode="numeric"
          pattern="2[01][0-9]{2}"
          value={by()}
          onInput={(event) => setBy(event.currentTarget.value)}
        />
      </div>
      <TextField
        name="source"
        label={t("committee.column.source")}
        hint={t("committee.target_source_hint")}
        required
        maxLength={500}
        value={source()}
        onInput={(event) => setSource(event.currentTarget.value)}
      />
      <Show when={list.error}>
        <p class="quiet-text">{t("desk.error.again")}</p>
      </Show>
    </ActDialog>
  );
}

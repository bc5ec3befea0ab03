// A situation report as it was frozen, with the receipts of those who got it and the reader's own.
import { For, type JSX, onMount, Show } from "solid-js";
import type { SituationView } from "../../../backend/coordination/crisis/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { currentLanguage, hasWords, useWords } from "../../platform/words.ts";
import { SituationText } from "../../shell/crisis/situation-text.tsx";
import { tellProblem } from "../../shell/data/tell-problem.ts";

export function SentCard(props: { report: SituationView; isOpen: boolean; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const path = () => `/api/v1/own/situations/${props.report.id}`;
  const noteOpened = (): void => {
    if (props.report.mine?.openedAt === null) void apiPost(`${path()}/opened`).catch(() => {});
  };
  onMount(() => {
    if (props.isOpen) noteOpened();
  });
  const confirm = async (): Promise<void> => {
    const { onChanged } = props;
    try {
      await apiPost(`${path()}/confirm`);
      showToast({ text: t("crisis.situation.thanks") });
      onChanged();
    } catch (error) {
      tellProblem(error);
    }
  };
  const whyNot = (refusal: string): string => (hasWords(refusal) ? t(refusal) : refusal);
  return (
    <details class="crisis-sent" open={props.isOpen} onToggle={(event) => event.currentTarget.open && noteOpened()}>
      <summary>
        <strong>{t("crisis.situation.number", { number: props.report.number })}</strong>{" "}
        <Tag>TLP:{props.report.marking.toUpperCase()}</Tag>{" "}
        <Show when={props.report.levelNames}>{(names) => <Tag tone="high">{names()[currentLanguage()]}</Tag>}</Show>{" "}
        <Show when={props.report.isLate}>
          <Tag tone="critical">{t("crisis.situation.late")}</Tag>
        </Show>{" "}
        <span class="quiet-text small-text">
          {props.report.frozenBy === null
            ? t("crisis.situation.frozen", { when: formatInstant(props.report.frozenAt ?? "") })
            : t("crisis.situation.frozen_by", {
                name: props.report.frozenBy,
                when: formatInstant(props.report.frozenAt ?? ""),
              })}
        </span>
      </summary>
      <SituationText parts={props.report.parts} figures={props.report.figures} />
      <Show when={props.report.mine?.confirmedAt === null}>
        <p>
          <Button look="main" onClick={() => void confirm()}>
            {t("crisis.situation.confirm")}
          </Button>
        </p>
      </Show>
      <h3>{t("crisis.situation.receipts")}</h3>
      <ul class="crisis-receipts">
        <For each={props.report.deliveries} fallback={<li class="quiet-text">{t("crisis.situation.nobody")}</li>}>
          {(one) => (
            <li>
              <span>{one.name}</span>
              <span class="quiet-text">
                {one.kind === "contact"
                  ? one.protection === null
                    ? ""
                    : t(`crisis.situation.way.${one.protection}`)
                  : t("crisis.situation.way.room")}
              </span>
              <Show when={one.refusal} keyed>
                {(refusal) => <Tag tone="critical">{t("crisis.situation.refused", { why: whyNot(refusal) })}</Tag>}
              </Show>
              <Show when={one.openedAt} keyed>
                {(at) => (
                  <span>
                    <Said>{(moment) => t("crisis.situation.opened", { when: moment(at) })}</Said>
                  </span>
                )}
              </Show>
              <Show
                when={one.confirmedAt}
                keyed
                fallback={<span class="quiet-text">{t("crisis.situation.waits")}</span>}
              >
                {(at) => (
                  <Tag tone="low">
                    <Said>{(moment) => t("crisis.situation.confirmed", { when: moment(at) })}</Said>
                  </Tag>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <p class="quiet-text small-text crisis-hash">{t("crisis.situation.hash", { hash: props.report.sha256 ?? "" })}</p>
    </details>
  );
}

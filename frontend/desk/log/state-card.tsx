// How the log stands: rows, published, witnesses, stamps, what its own checks found; the key for others; and the whole log as a signed file.
import { createSignal, For, type JSX, Show } from "solid-js";
import { bindExport, type LogStateView } from "../../../backend/reporting/log/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { fetchFile } from "./fetch-file.ts";

const tones: Record<LogStateView["witnesses"][number]["state"], Tone> = {
  good: "low",
  new: "plain",
  unreachable: "high",
  refused: "critical",
  ahead: "critical",
};

export function StateCard(props: { state: LogStateView }): JSX.Element {
  const t = useWords();
  const [isExporting, setExporting] = createSignal(false);
  const none = (): string => t("desk.health.none");
  return (
    <Card
      title={t("log.state.title")}
      aside={
        <Show when={props.state.can.export}>
          <Button isSmall onClick={() => setExporting(true)}>
            {t("log.state.export")}
          </Button>
        </Show>
      }
    >
      <dl class="facts">
        <dt>{t("log.state.rows")}</dt>
        <dd class="figures">{formatNumber(props.state.rows)}</dd>
        <dt>{t("log.state.sealed")}</dt>
        <dd>{props.state.sealedAt ? formatInstant(props.state.sealedAt) : none()}</dd>
        <dt>{t("log.state.published")}</dt>
        <dd>
          <Show when={props.state.published} fallback={none()}>
            {(one) => (
              <>
                {formatInstant(one().at)} · <span class="figures">{formatNumber(one().size)}</span>{" "}
                <Show when={one().isStamped}>
                  <Tag tone="low">{t("log.state.stamped")}</Tag>
                </Show>
              </>
            )}
          </Show>
          <Show when={props.state.waiting}>
            {(one) => <p class="small-text">{t("log.state.waiting", { at: formatInstant(one().at) })}</p>}
          </Show>
        </dd>
        <dt>{t("log.state.witnesses")}</dt>
        <dd>
          <ul class="side-list">
            <For each={props.state.witnesses} fallback={<li class="quiet-text">{t("log.state.no_witnesses")}</li>}>
              {(one) => (
                <li>
                  {one.name} <Tag tone={tones[one.state]}>{t(`log.witness.${one.state}`)}</Tag>
                  <Show when={one.cosignedAt}>
                    {(at) => (
                      <p class="small-text quiet-text">
                        {t("log.state.cosigned", { at: formatInstant(at()), size: one.size })}
                      </p>
                    )}
                  </Show>
                  <Show when={one.says}>{(says) => <p class="small-text quiet-text">{says()}</p>}</Show>
                </li>
              )}
            </For>
          </ul>
        </dd>
        <For each={props.state.checks}>
          {(check) => (
            <>
              <dt>{t(`log.state.check.${check.kind}`)}</dt>
              <dd>
                <Tag tone={check.outcome === "good" ? "low" : "critical"}>
                  {t(check.outcome === "good" ? "log.state.good" : "log.state.bad")}
                </Tag>{" "}
                {formatInstant(check.at)}
                <Show when={check.outcome !== "good"}>
                  <p class="small-text">{t(`log.check.${check.outcome}`, { index: check.size })}</p>
                </Show>
              </dd>
            </>
          )}
        </For>
        <dt>{t("log.state.key")}</dt>
        <dd>
          <code class="log-key">{props.state.verifierKey}</code>
          <p class="small-text">
            <a href="/verify">{t("log.receipt.check")}</a>
          </p>
        </dd>
      </dl>
      <Show when={isExporting()}>
        <SureDialog
          title={t("log.state.export")}
          text={t("log.state.export_text")}
          act={t("log.state.export_act")}
          binding={bindExport}
          onClose={() => setExporting(false)}
          run={async () => await fetchFile("/api/v1/desk/log/export", {}, "log.jsonl")}
        />
      </Show>
    </Card>
  );
}

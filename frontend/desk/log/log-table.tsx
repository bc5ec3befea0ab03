// The rows of the log: number, when, who, what, on what, and the proof of each as a file.
import { For, type JSX, Show } from "solid-js";
import type { LogRow } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { actWords } from "../report/side-cards.tsx";

export function LogTable(props: { rows: LogRow[]; onWho: (actorId: string) => void }): JSX.Element {
  const t = useWords();
  return (
    <div class="table-scroll" tabindex="0" role="region" aria-label={t("desk.go.log")}>
      <table class="table">
        <thead>
          <tr>
            <For each={["number", "at", "who", "act", "on", "leaf"]}>
              {(name) => <th scope="col">{t(`desk.log.${name}`)}</th>}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>{(row) => <Row row={row} onWho={props.onWho} />}</For>
        </tbody>
      </table>
    </div>
  );
}

function Row(props: { row: LogRow; onWho: (actorId: string) => void }): JSX.Element {
  const t = useWords();
  const who = (): string => props.row.actor?.name ?? t(`desk.actor.${props.row.actorKind}`);
  const on = (): string => {
    const key = `desk.log.object.${props.row.objectType}`;
    return hasWords(key) ? t(key) : props.row.objectType;
  };
  return (
    <tr>
      <td class="figures log-number">{props.row.seq ?? t("desk.log.unsealed")}</td>
      <td class="figures">
        <time dateTime={props.row.at}>{formatInstant(props.row.at)}</time>
      </td>
      <td>
        <Show when={props.row.actorId} fallback={who()}>
          {(id) => (
            <Button
              look="quiet"
              isSmall
              class="cell-button"
              title={t("log.desk.only_who")}
              onClick={() => props.onWho(id())}
            >
              {who()}
            </Button>
          )}
        </Show>
      </td>
      <td>
        {actWords(t, props.row.action)}
        <p class="small-text quiet-text">
          <code>{props.row.action}</code>
        </p>
        <Show when={props.row.isDestroyed}>
          <Tag>{t("log.desk.destroyed")}</Tag>
        </Show>
        <Show when={Object.keys(props.row.detail).length > 0}>
          <details>
            <summary class="small-text">{t("desk.log.detail")}</summary>
            <pre class="detail mono">{JSON.stringify(props.row.detail, null, 1)}</pre>
          </details>
        </Show>
      </td>
      <td>
        {on()}
        <p class="small-text">
          <code>{props.row.objectId}</code>
        </p>
      </td>
      <td>
        <code title={props.row.leafHash}>{props.row.leafHash.slice(0, 12)}…</code>
        <Show when={props.row.seq !== null && !props.row.isDestroyed}>
          <p class="small-text">
            <a href={`/api/v1/desk/log/rows/${props.row.id}/proof`} download={`${props.row.id}.tlog-proof`}>
              {t("log.desk.proof")}
              <span class="for-ears"> {props.row.seq}</span>
            </a>
          </p>
        </Show>
      </td>
    </tr>
  );
}

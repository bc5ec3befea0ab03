// The preview of a file's tickets: those that cannot be read with what was expected, then some of the others.
import { For, type JSX, Show } from "solid-js";
import type { OldTicketView } from "../../../backend/cases/old-work/model.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { sayWrong } from "./say-wrong.ts";

export function TicketsTable(props: { tickets: OldTicketView[] }): JSX.Element {
  const t = useWords();
  return (
    <div class="table-scroll" tabindex="0" role="region" aria-label={t("old-work.preview")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("old-work.number")}</th>
            <th scope="col">{t("old-work.ticket")}</th>
            <th scope="col">{t("old-work.opened")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.tickets}>
            {(one) => (
              <tr>
                <td class="mono care-samples">{one.number || one.position}</td>
                <td class="care-samples" dir="auto">
                  {one.title}{" "}
                  <span class="quiet-text">
                    {one.messages > 0 ? t("old-work.messages", { count: one.messages }) : ""}
                  </span>
                  <Show when={one.field} keyed>
                    {(field) => <p class="care-problem">{sayWrong(t, { ...one, field })}</p>}
                  </Show>
                </td>
                <td>{one.openedAt === null ? "" : formatInstant(one.openedAt)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

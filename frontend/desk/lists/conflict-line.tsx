// Under a row that somebody else changed first: who did what and when, keep theirs, or do one's own all the same.
import { type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { formatClock } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { conflictAt, forgetConflict } from "./row-state.ts";
import "../queue/queue.css";

export function ConflictLine(props: { id: string }): JSX.Element {
  const t = useWords();
  const said = (): string => {
    const one = conflictAt(props.id);
    const act = one?.action ? `desk.acts.${one.action}` : "";
    return t("desk-more.conflict.said", {
      name: one?.by ?? t("desk.talk.machine"),
      act: hasWords(act) ? t(act) : t("desk-more.conflict.changed"),
      time: one?.at ? formatClock(new Date(one.at)) : "",
    });
  };
  return (
    <Show when={conflictAt(props.id)}>
      <div class="row-conflict" role="alert">
        <span>{said()}</span>
        <Button isSmall onClick={() => forgetConflict(props.id)}>
          {t("desk-more.conflict.theirs")}
        </Button>
        <Button
          isSmall
          onClick={() => {
            const again = conflictAt(props.id)?.again;
            forgetConflict(props.id);
            void again?.();
          }}
        >
          {t("desk-more.conflict.mine")}
        </Button>
      </div>
    </Show>
  );
}

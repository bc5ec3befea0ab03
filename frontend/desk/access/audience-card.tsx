// Who can see this: its labels and restriction in short, the whole answer with its reasons behind a button.
import { createSignal, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { AudienceDialog } from "./audience-dialog.tsx";
import { MarkingDialog } from "./marking-dialog.tsx";
import type { Marked } from "./say-labels.ts";
import "./access.css";

export function AudienceCard(props: {
  of: Marked;
  isRestricted: boolean;
  /** What else is to be said here. */
  note?: string | undefined;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [open, setOpen] = createSignal<"audience" | "marking">();
  return (
    <Card title={t("access.title")}>
      <p class="small-text">
        <Tag tone="indigo">TLP:{props.of.marking.toUpperCase()}</Tag>{" "}
        <Tag tone="indigo">PAP:{props.of.pap.toUpperCase()}</Tag>{" "}
        <Show when={props.isRestricted}>
          <Tag tone="critical">{t("access.restricted")}</Tag>
        </Show>
      </p>
      <p class="small-text quiet-text">{t(`desk.sight.${props.of.marking.replace("+strict", "_strict")}`)}</p>
      <Show when={props.isRestricted}>
        <p class="small-text quiet-text">{t("access.restricted_text")}</p>
      </Show>
      <Show when={props.note}>
        <p class="small-text quiet-text">{props.note}</p>
      </Show>
      <div class="access-buttons">
        <Button isSmall onClick={() => setOpen("audience")}>
          {t("access.who")}
        </Button>
        <Show when={can("marking.change")}>
          <Button isSmall look="quiet" onClick={() => setOpen("marking")}>
            {t("access.change_marking")}
          </Button>
        </Show>
      </div>
      <Show when={open() === "audience"}>
        <AudienceDialog of={props.of} onClose={() => setOpen(undefined)} onChanged={() => props.onChanged()} />
      </Show>
      <Show when={open() === "marking"}>
        <MarkingDialog
          of={props.of}
          onClose={() => setOpen(undefined)}
          onDone={(answer) => {
            setOpen(undefined);
            showToast({ text: t(`access.marking.done_${answer.state}`) });
            props.onChanged();
          }}
        />
      </Show>
    </Card>
  );
}

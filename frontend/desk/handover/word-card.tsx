// The word of a shift, who has read it, and the press that says so.
import { type JSX, Show } from "solid-js";
import type { HandoverHead } from "../../../backend/reporting/handover/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import "./handover.css";

export function WordCard(props: { head: HandoverHead; title: string; onRead: () => void }): JSX.Element {
  const t = useWords();
  const say = async (): Promise<void> => {
    const { onRead } = props;
    try {
      await apiPost(`/api/v1/desk/handovers/${props.head.id}/read`);
      showToast({ text: t("handover.is_read") });
      onRead();
    } catch (error) {
      tellProblem(error);
    }
  };
  const names = () => props.head.readBy.map(({ name }) => name).join(", ");
  return (
    <Card
      title={props.title}
      aside={
        <Show when={!props.head.isReadByMe}>
          <Button isSmall onClick={() => void say()}>
            {t("handover.read")}
          </Button>
        </Show>
      }
    >
      <p class="quiet-text small-text">
        <Said>
          {(moment) => t("handover.by", { name: props.head.writtenBy?.name ?? "", when: moment(props.head.writtenAt) })}
        </Said>
        <Show when={props.head.nextAt} keyed>
          {(at) => (
            <>
              {" "}
              · <Said>{(moment) => t("handover.next", { when: moment(at) })}</Said>
            </>
          )}
        </Show>
      </p>
      <p class="shift-word" dir="auto">
        {props.head.note}
      </p>
      <p class="quiet-text small-text">
        {names() === "" ? t("handover.read_by_nobody") : t("handover.read_by", { names: names() })}
      </p>
    </Card>
  );
}

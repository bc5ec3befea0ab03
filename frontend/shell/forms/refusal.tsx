// What went wrong with an act, in words; where somebody changed the same thing meanwhile, also the way to see both.
import { type JSX, Show } from "solid-js";
import { Notice } from "../../parts/notice/notice.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";

export function Refusal(props: { of: { isOvertaken(): boolean; problem(): string | undefined } }): JSX.Element {
  return (
    <Show when={!props.of.isOvertaken()} fallback={<ConflictNotice />}>
      <Show when={props.of.problem()}>
        <Notice tone="problem" isAlert>
          {props.of.problem()}
        </Notice>
      </Show>
    </Show>
  );
}

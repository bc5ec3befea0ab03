// What arrives by itself while somebody writes waits: it is drawn when the text is sent or thrown away, or when the person asks to see it.
import { createEffect, on, onCleanup } from "solid-js";
import { showToast } from "../../parts/toast/toast.tsx";
import { countSent, hasUnsent } from "../../platform/typed.ts";
import { useWords } from "../../platform/words.ts";

/**
 * @param apply draws an answer
 * @returns takes an answer: drawn at once, unless text is unsent and nothing was sent since the last one
 */
export function holdWhileTyping<Answer>(apply: (answer: Answer) => void): (answer: Answer, isFirst: boolean) => void {
  const t = useWords();
  let waiting: { answer: Answer; takeDown: () => void } | undefined;
  let sentBefore = countSent();
  const draw = (answer: Answer): void => {
    waiting?.takeDown();
    waiting = undefined;
    sentBefore = countSent();
    apply(answer);
  };
  createEffect(
    on(hasUnsent, (isUnsent) => {
      const held = waiting;
      if (!isUnsent && held) draw(held.answer);
    }),
  );
  onCleanup(() => waiting?.takeDown());
  return (answer, isFirst) => {
    if (isFirst || !hasUnsent() || countSent() !== sentBefore) {
      draw(answer);
      return;
    }
    const takeDown =
      waiting?.takeDown ??
      showToast({
        text: t("forms.new_waits"),
        onward: {
          label: t("forms.show_new"),
          run: () => {
            const held = waiting;
            if (held) draw(held.answer);
          },
        },
      });
    waiting = { answer, takeDown };
  };
}

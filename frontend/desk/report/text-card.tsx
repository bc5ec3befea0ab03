// What the reporter said, with what was found marked in it, and beside it its translation where there is one.
import { type JSX, Show } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import { MarkedText } from "./marked-text.tsx";
import { marksOf } from "./marks-of.ts";
import { Translated } from "./translated.tsx";

export function TextCard(props: {
  page: ReportPage;
  isDefanged: boolean;
  onDefang: () => void;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  return (
    <Card
      title={t("desk.text.title")}
      aside={
        <Button isSmall look="quiet" aria-pressed={!props.isDefanged} onClick={() => props.onDefang()}>
          {props.isDefanged ? t("desk.text.as_written") : t("desk.text.harmless")}
        </Button>
      }
    >
      <Translated
        page={props.page}
        messageId={null}
        text={props.page.description}
        isDefanged={props.isDefanged}
        onChanged={() => props.onChanged()}
      >
        <Show when={props.page.subject}>
          <p class="subject" lang={props.page.language} dir="auto">
            {props.isDefanged ? defangText(props.page.subject) : props.page.subject}
          </p>
        </Show>
        <MarkedText
          text={props.page.description}
          marks={marksOf("description", props.page.observables, props.page.findings)}
          language={props.page.language}
          isDefanged={props.isDefanged}
        />
      </Translated>
    </Card>
  );
}

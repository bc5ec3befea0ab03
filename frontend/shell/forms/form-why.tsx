// Above a form: why it asks, and who is shown the answers, before anything is typed.
import type { JSX } from "solid-js";
import { loadRoom, useWords } from "../../platform/words.ts";
import { type AskedForm, formAudiences } from "./form-reasons.ts";
import "./form-why.css";

export function FormWhy(props: { of: AskedForm }): JSX.Element {
  const t = useWords();
  void loadRoom("asks");
  return (
    <div class="form-why">
      <p>
        <b>{t("asks.why")}</b> {t(`asks.why.${props.of}`)}
      </p>
      <p>
        <b>{t("asks.who")}</b> {t(`asks.who.${formAudiences[props.of]}`)}
      </p>
    </div>
  );
}

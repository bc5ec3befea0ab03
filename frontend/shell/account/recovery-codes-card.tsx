// Own one-time codes: how many are left, new ones, and the sheet that is shown once.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type OwnKeysView, stepUpFor } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { Refusal } from "../forms/refusal.tsx";

export function RecoveryCodesCard(props: {
  state: OwnKeysView["recoveryCodes"];
  personId: string;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [codes, setCodes] = createSignal<string[]>();
  const make = async (): Promise<void> => {
    const isDone = await act.run(stepUpFor.makeCodes(props.personId), async () => {
      setCodes((await apiPost<{ codes: string[] }>("/api/v1/identity/me/recovery-codes")).codes);
    });
    if (isDone) props.onDone();
  };
  return (
    <Card
      title={t("identity.codes.title")}
      aside={
        <Button isSmall isBusy={act.isBusy()} onClick={() => void make()}>
          {t("identity.codes.make")}
        </Button>
      }
    >
      <p class="quiet-text">{t("identity.codes.lead")}</p>
      <p>
        {props.state.madeAt ? (
          <Said>
            {(moment) => t("identity.codes.left", { count: props.state.left, when: moment(props.state.madeAt) })}
          </Said>
        ) : (
          t("identity.codes.none")
        )}
      </p>
      <Refusal of={act} />
      <Show when={codes()}>
        {(made) => (
          <Dialog
            isOpen
            onClose={() => setCodes(undefined)}
            title={t("identity.codes.title")}
            description={t("identity.codes.shown_once")}
          >
            <ul class="code-list">
              <For each={made()}>{(code) => <li>{code}</li>}</For>
            </ul>
          </Dialog>
        )}
      </Show>
    </Card>
  );
}

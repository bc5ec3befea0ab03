// Recoveries that wait for another administrator's word.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type RecoveryView, stepUpFor } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { type RecoveryLinkView, ShownRecoveryLink } from "./recovery-dialog.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";

export function RecoveriesCard(props: { recoveries: RecoveryView[]; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [link, setLink] = createSignal<RecoveryLinkView>();
  const root = "/api/v1/identity/recoveries";
  const approve = async (id: string): Promise<void> => {
    const isDone = await act.run(stepUpFor.approveRecovery(id), async () => {
      setLink((await apiPost<{ link: RecoveryLinkView }>(`${root}/${id}/approve`)).link);
    });
    if (isDone) props.onDone();
  };
  const refuse = async (id: string): Promise<void> => {
    const isDone = await act.run(undefined, async () => void (await apiPost(`${root}/${id}/refuse`)));
    if (!isDone) return;
    showToast({ text: t("identity.people.refused") });
    props.onDone();
  };
  return (
    <Card title={t("identity.people.recoveries")} count={props.recoveries.length}>
      <Refusal of={act} />
      <ul class="id-rows">
        <For each={props.recoveries}>
          {(recovery) => (
            <li>
              <p>
                {t("identity.people.recovery_line", {
                  name: recovery.personName,
                  by: recovery.askedByName,
                  proof: recovery.proof,
                })}
              </p>
              <div class="id-acts">
                <Show when={recovery.can.approve}>
                  <Button isSmall isBusy={act.isBusy()} onClick={() => void approve(recovery.id)}>
                    {t("identity.people.approve")}
                  </Button>
                </Show>
                <Button isSmall look="quiet" onClick={() => void refuse(recovery.id)}>
                  {t("identity.people.refuse")}
                </Button>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={link()}>
        {(shown) => (
          <Dialog isOpen onClose={() => setLink(undefined)} title={t("identity.people.recover")}>
            <ShownRecoveryLink link={shown()} />
          </Dialog>
        )}
      </Show>
    </Card>
  );
}

// Every try to reach a vendor, with what came of it.
import { createSignal, For, type JSX, Show } from "solid-js";
import { contactMeans, contactOutcomes } from "../../../backend/coordination/disclosure/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { FieldsDialog } from "./fields-dialog.tsx";
import { type DisclosureWork, nameOf } from "./work.ts";

export function ContactsCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const [isNoting, setNoting] = createSignal(false);
  const choose = <Value extends string>(values: readonly Value[], room: string) =>
    values.map((value) => ({ value, label: t(`disclosure.${room}.${value}`) }));
  return (
    <Card title={t("disclosure.desk.contacts")} count={work.of.contacts.length}>
      <Show when={work.of.vendors.some(({ leftAt }) => leftAt === null)}>
        <div class="care-acts">
          <Button isSmall onClick={() => setNoting(true)}>
            {t("disclosure.desk.note_contact")}
          </Button>
        </div>
      </Show>
      <ul class="care-rows">
        <For each={work.of.contacts} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
          {(one) => (
            <li>
              <div>
                <b>{nameOf(work.of, one.partyId)}</b>: {t(`disclosure.means.${one.means}`)},{" "}
                {t(`disclosure.outcome.${one.outcome}`)} {one.note}
                <p class="quiet-text small-text">
                  {t("disclosure.desk.by", { name: one.by ?? "—", when: formatInstant(one.at) })}
                </p>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={isNoting()}>
        <FieldsDialog
          title={t("disclosure.desk.note_contact")}
          act={t("disclosure.desk.save")}
          fields={[
            {
              name: "partyId",
              label: t("disclosure.desk.vendor"),
              kind: "choice",
              options: work.of.vendors
                .filter(({ leftAt }) => leftAt === null)
                .map(({ id, name }) => ({ value: id, label: name })),
            },
            {
              name: "means",
              label: t("disclosure.desk.means"),
              kind: "choice",
              options: choose(contactMeans, "means"),
            },
            {
              name: "outcome",
              label: t("disclosure.desk.outcome"),
              kind: "choice",
              options: choose(contactOutcomes, "outcome"),
            },
            { name: "note", label: t("disclosure.desk.words"), kind: "text" },
          ]}
          send={async (values) => await apiPost(`${work.path}/contacts`, values)}
          onClose={() => setNoting(false)}
          onDone={work.reload}
        />
      </Show>
    </Card>
  );
}

// Who answers for the organisation: the desk calls these.
import { For, type JSX, Show } from "solid-js";
import type { OwnEntry } from "../../../backend/registry/enrolment/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";

type Contact = OwnEntry["contacts"][number];

export function ContactsCard(props: {
  entry: OwnEntry;
  canPropose: boolean;
  onAdd: () => void;
  onChange: (contact: Contact) => void;
  onEnd: (contact: Contact) => void;
  onConfirm: (contact: Contact) => void;
}): JSX.Element {
  const t = useWords();
  return (
    <Card
      id={`contacts-${props.entry.id}`}
      title={t("console.contacts.title")}
      count={props.entry.contacts.length}
      aside={
        <Show when={props.canPropose}>
          <Button onClick={() => props.onAdd()}>{t("console.contacts.add")}</Button>
        </Show>
      }
    >
      <Show when={props.entry.contacts.length > 0} fallback={<Notice tone="mind">{t("console.contacts.none")}</Notice>}>
        <ul class="id-rows">
          <For each={props.entry.contacts}>
            {(contact) => (
              <li>
                <div>
                  <p>
                    <span class="id-name">{contact.name}</span>{" "}
                    <span class="quiet-text">{t(`desk.directory.role.${contact.role}`)}</span>
                  </p>
                  <p class="id-line">
                    <For each={[contact.email, contact.phone, contact.hours].filter((one) => one !== null)}>
                      {(one) => <span>{one}</span>}
                    </For>
                  </p>
                  <Show when={contact.askedUntil}>
                    {(day) => <p class="small-text">{t("console.contacts.asked", { day: day() })}</p>}
                  </Show>
                </div>
                <Show when={props.canPropose}>
                  <div class="id-acts">
                    <Show when={contact.askedUntil}>
                      <Button isSmall onClick={() => props.onConfirm(contact)}>
                        {t("console.contacts.confirm")}
                      </Button>
                    </Show>
                    <Button isSmall look="quiet" onClick={() => props.onChange(contact)}>
                      {t("console.contacts.change")}
                    </Button>
                    <Button isSmall look="danger" onClick={() => props.onEnd(contact)}>
                      {t("console.contacts.end")}
                    </Button>
                  </div>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}

-- A message that waited for its hour, with a file that may leave no more: it is taken back, and says why.
alter table conversation_messages
  add column held_back text check (held_back in ('pap_red', 'too_strict', 'confidential')),
  add constraint conversation_messages_held_back_state check (held_back is null or state = 'withdrawn');

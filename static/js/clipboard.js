// Copies, also where a browser hands out no clipboard: over plain http on a private network, or once its owner said no.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { return copySelected(text); }
}

function copySelected(text) {
  const came = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "sr";
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  came?.focus({ preventScroll: true });
  return done;
}

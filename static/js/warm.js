// A first reminder is kept with the zone that this browser is in; the server knows none.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
for (const field of document.querySelectorAll("[data-zone-here]")) field.value = zone;

// What differs from vendor to vendor, and from one server to another: as the page says.
export const { clientUrl, token } = JSON.parse(document.getElementById("support-config").textContent);
export const place = document.getElementById("support");

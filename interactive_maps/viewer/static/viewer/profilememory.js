// The travel profile that the visitor chose last, remembered by this browser alone.

const KEPT = "indoor-map-profile";

/** Return the name of the travel profile that was chosen last; null if that is the default one. */
export function recallProfile() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // no storage
  }
}

/** @param {string | null} profile null for the default one */
export function rememberProfile(profile) {
  try {
    if (profile) localStorage.setItem(KEPT, profile);
    else localStorage.removeItem(KEPT);
  } catch {
    // Without storage the next visit begins with the default profile.
  }
}

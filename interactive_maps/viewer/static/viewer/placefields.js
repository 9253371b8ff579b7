// Members of the API's items that the panel of a place shows as they are, in this order, with their labels.

export const PLACE_FIELDS = {
  opening_hours: {
    en: "Opening hours",
    de: "Öffnungszeiten",
    fr: "Horaires",
    es: "Horario",
    ar: "ساعات العمل",
  },
  phone: {
    en: "Phone",
    de: "Telefon",
    fr: "Téléphone",
    es: "Teléfono",
    ar: "الهاتف",
  },
  email: {
    en: "Email",
    de: "E-Mail",
    fr: "E-mail",
    es: "Correo electrónico",
    ar: "البريد الإلكتروني",
  },
  website: {
    en: "Website",
    de: "Website",
    fr: "Site web",
    es: "Sitio web",
    ar: "الموقع الإلكتروني",
  },
  capacity: {
    en: "Capacity",
    de: "Plätze",
    fr: "Capacité",
    es: "Aforo",
    ar: "السعة",
  },
  access: {
    en: "Access",
    de: "Zugang",
    fr: "Accès",
    es: "Acceso",
    ar: "الدخول",
  },
  step_free: {
    en: "Step-free",
    de: "Stufenlos",
    fr: "Sans marches",
    es: "Sin escalones",
    ar: "بلا درج",
  },
};

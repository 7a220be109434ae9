-- The recruitment system of Nordstaff AB, as somebody else built it long ago.
CREATE SCHEMA rekryt;

CREATE TABLE rekryt.kandidat (
  kandnr          integer PRIMARY KEY,
  namn            text NOT NULL,
  epost_adr       text UNIQUE,
  tfn             varchar(20),
  fodd            date,
  gatuadr         text,
  postnr          varchar(6),
  ort             text,
  yrkesroll       text,
  kalla           text,
  inlagd_tid      timestamp NOT NULL,
  senast_kontakt  date,
  sorteringsnyckel text
);

CREATE TABLE rekryt.ansokan (
  ansnr           integer PRIMARY KEY,
  kandnr          integer NOT NULL REFERENCES rekryt.kandidat,
  befattning      text NOT NULL,
  uppdragsgivare  text,
  inkom           date NOT NULL,
  status          text NOT NULL,
  pers_brev       text
);

CREATE TABLE rekryt.intervjuant (
  lopnr           integer PRIMARY KEY,
  kandnr          integer NOT NULL REFERENCES rekryt.kandidat,
  datum           date NOT NULL,
  intervjuare     text NOT NULL,
  anteckning      text NOT NULL
);

-- Vouchers stand by themselves: the books must be whole when a candidate is gone.
CREATE TABLE rekryt.verifikat (
  vernr           text PRIMARY KEY,
  bokf_datum      date NOT NULL,
  mottagare       text NOT NULL,
  mott_epost      text,
  belopp_sek      numeric(10, 2) NOT NULL,
  vertext         text NOT NULL
);

CREATE TABLE rekryt.dagbok (
  radnr           integer PRIMARY KEY,
  tid             timestamp NOT NULL,
  skriven_av      text NOT NULL,
  rad             text NOT NULL
);

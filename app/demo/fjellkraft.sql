-- The staffing system of Fjellkraft Bemanning AS, in the same database and another schema.
CREATE SCHEMA bemanning;

CREATE TABLE bemanning.vikar (
  vikar_id        integer PRIMARY KEY,
  fullt_navn      text NOT NULL,
  e_post          text UNIQUE,
  fodselsdato     date,
  adresse         text,
  postnr          varchar(4),
  poststed        text,
  stilling        text,
  hentet_fra      text,
  registrert      timestamp NOT NULL,
  sist_aktiv      date
);

CREATE TABLE bemanning.soknad (
  soknad_id       integer PRIMARY KEY,
  vikar_id        integer NOT NULL REFERENCES bemanning.vikar,
  oppdrag         text NOT NULL,
  kunde           text,
  mottatt         date NOT NULL,
  utfall          text NOT NULL
);

CREATE TABLE bemanning.samtale (
  samtale_id      integer PRIMARY KEY,
  vikar_id        integer NOT NULL REFERENCES bemanning.vikar,
  dato            date NOT NULL,
  fort_av         text NOT NULL,
  notat           text NOT NULL
);

CREATE TABLE bemanning.lonnsbilag (
  bilagsnr        text PRIMARY KEY,
  bilagsdato      date NOT NULL,
  mottaker        text NOT NULL,
  mottaker_epost  text,
  belop_nok       numeric(10, 2) NOT NULL,
  tekst           text NOT NULL
);

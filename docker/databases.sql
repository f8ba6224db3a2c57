-- The bot and the portal keep their tables apart: each migrates its own.
create database bot;
create database portal;

"""Units and currencies that may stand beside a number."""

from forms_engine.domain.reading.words import word_set

CENTS = frozenset({"cent", "cents", "centesimo", "centesimi", "penny", "pence", "pennies"})

CURRENCIES = CENTS | word_set("""
    € $ £ ¥ ₹ euro eur euros usd gbp chf jpy dollaro dollari dollar dollars sterlina sterline pound
    pounds yen yuan franco franchi franc francs marco marchi mark marks lira lire rupia rupie rupee
    rupees rublo rubli ruble rubles peso pesos real reais corona corone krona kronor krone kroner zloty
    fiorini guilder
""")

UNITS = word_set("""
    kg g gr grammi chili chilo chilogrammi kilo kilos grams gram etti etto hg mg q quintali t tonnellate
    tons ton tonnes lb lbs pounds libbre oz m mt metri metro meters metres meter km chilometri
    chilometro kilometers kilometres cm mm centimetri millimetri mq mc m2 m3 ettari ha miglia miglio
    miles mile feet foot ft piedi inches inch pollici l lt litri litro liters litres ml cl galloni
    gallons anni anno years year mesi mese months month settimane settimana weeks week giorni giorno
    days day ore ora hours hour minuti minuto minutes minute min secondi seconds gradi grado degrees
    degree ° celsius fahrenheit c f volte times persone persona people pezzi pezzo pieces figli figlio
    children kwh kw w v punti punto points stelle stars
""")

// What importing the package takes.
import 'packetwright';
